import { App, Button, Input } from 'antd';
import { useState } from 'react';
import type { Answer, Asked } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useMay, useMe } from '../me.js';
import { Fields, Panel } from '../parts/panel.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';

type Work = Answer<'showCaseWork'>;
type Changes = Asked<'amendOrder'>['body']['changes'];
type Field = Exclude<keyof Changes, 'notify' | 'country'>;

/** Only what the failed step uses, and only text can be retyped. */
const TYPED: readonly Field[] = ['name', 'contact', 'phone', 'email', 'address'];

/** The other person may answer at any moment. */
const EVERY_MS = 4_000;

/** Corrected data of the customer: one person proposes, old beside new, and another one applies it. */
export function Correction({ caseId }: { caseId: string }) {
  const { t } = useWords();
  const work = useLive('showCaseWork', { params: { caseId } }, { refetchInterval: EVERY_MS });
  const fields = work.data?.inputs.filter(({ editable }) => editable) ?? [];
  if (!work.data || fields.length === 0) return null;
  return (
    <Panel title={t('correction.title')}>
      <Stage caseId={caseId} work={work.data} />
    </Panel>
  );
}

function Stage({ caseId, work }: { caseId: string; work: Work }) {
  const { t } = useWords();
  const { amendment } = work;
  if (amendment?.status === 'proposed') return <Waiting caseId={caseId} work={work} />;
  return (
    <>
      {amendment && <p role="status">{t(`correction.was_${amendment.status}`)}</p>}
      <Propose caseId={caseId} work={work} />
    </>
  );
}

function Propose({ caseId, work }: { caseId: string; work: Work }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const may = useMay('case.retry');
  const propose = useDeed('amendOrder');
  const [typed, setTyped] = useState<Partial<Record<Field, string>>>({});
  const changed = TYPED.flatMap((field) => {
    const value = typed[field]?.trim();
    return value ? [[field, value] as const] : [];
  });
  const send = () =>
    propose.mutate(
      { params: { caseId }, body: { changes: Object.fromEntries(changed) } },
      { onError: (error) => void message.error(tell(error).sentence) },
    );
  const why = may ? (changed.length === 0 ? t('correction.nothing') : undefined) : t('case.no_right');
  return (
    <div className="form">
      <p className="quiet">{t('correction.how')}</p>
      {TYPED.map((field) => {
        const input = work.inputs.find((one) => one.field === field && one.editable);
        if (!input) return null;
        return (
          <label key={field} className="form" htmlFor={`correct-${field}`}>
            <span>
              {t(`correction.${field}`)}
              <span className="quiet"> {t('correction.now', { value: input.value ?? t('order.none') })}</span>
            </span>
            <Input
              id={`correct-${field}`}
              maxLength={300}
              disabled={!may}
              autoComplete="off"
              value={typed[field] ?? ''}
              onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
            />
          </label>
        );
      })}
      <div className="buttons">
        <Button type="primary" disabled={why !== undefined} loading={propose.isPending} onClick={send}>
          {t('correction.propose')}
        </Button>
        {why && <span className="quiet">{why}</span>}
      </div>
    </div>
  );
}

function Waiting({ caseId, work }: { caseId: string; work: Work }) {
  const { t, word } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const { id } = useMe();
  const may = useMay('case.confirm');
  const answer = useDeed('answerAmendment');
  const { amendment } = work;
  if (!amendment) return null;
  const send = (chosen: 'applied' | 'refused') =>
    answer.mutate(
      { params: { caseId }, body: { amendmentId: amendment.id, answer: chosen } },
      { onError: (error) => void message.error(tell(error).sentence) },
    );
  const why = may ? (amendment.proposedBy === id ? t('correction.own') : undefined) : t('correction.second');
  return (
    <>
      <p>{t('correction.waits', { who: amendment.proposedBy })}</p>
      <Fields
        rows={amendment.changes.map(({ field, before, after }) => [
          word('correction', field),
          <span key={field}>
            <del className="quiet">{before ?? t('order.none')}</del> → <b>{after ?? t('order.none')}</b>
          </span>,
        ])}
      />
      <div className="buttons">
        {(['applied', 'refused'] as const).map((chosen) => (
          <Button
            key={chosen}
            type={chosen === 'applied' ? 'primary' : 'default'}
            disabled={why !== undefined}
            loading={answer.isPending}
            onClick={() => send(chosen)}
          >
            {t(`correction.${chosen}`)}
          </Button>
        ))}
        {why && <span className="quiet">{why}</span>}
      </div>
    </>
  );
}
