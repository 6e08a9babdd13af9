import { App, Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import type { Answer, Asked } from '../client.js';
import { useDeed } from '../live.js';
import { useMay, useMe } from '../me.js';
import { Panel } from '../parts/panel.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import { Changed, Difference } from './changed.js';
import { Inputs } from './inputs.js';

type Work = Answer<'showCaseWork'>;
type Changes = Asked<'amendOrder'>['body']['changes'];
type Field = Exclude<keyof Changes, 'notify'>;

/** Only what the failed step uses. */
const TYPED: readonly Field[] = ['name', 'contact', 'phone', 'email', 'address', 'country'];

/** Corrected data of the customer: one person proposes, old beside new, and another one applies it. */
export function Correction({ caseId, work }: { caseId: string; work: Work }) {
  const { t } = useWords();
  const editable = work.inputs.some((input) => input.editable);
  if (!editable) return <Inputs work={work} />;
  return (
    <Panel title={t('correction.title')}>
      <Stage caseId={caseId} work={work} />
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
  const notify = work.inputs.find(({ field, editable }) => field === 'notify' && editable);
  const [chosen, setChosen] = useState<boolean>();
  const changes = changesOf(
    typed,
    notify && String(chosen ?? notify.value) !== notify.value ? chosen : undefined,
  );
  const send = () =>
    propose.mutate(
      { params: { caseId }, body: { changes } },
      { onError: (error) => void message.error(tell(error).sentence) },
    );
  const idle = Object.keys(changes).length === 0;
  const why = may ? (idle ? t('correction.nothing') : undefined) : t('case.no_right');
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
              maxLength={field === 'country' ? 2 : 300}
              disabled={!may}
              autoComplete="off"
              value={typed[field] ?? ''}
              onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
            />
          </label>
        );
      })}
      {notify && (
        <>
          <span>{t('correction.notify')}</span>
          <Segmented
            aria-label={t('correction.notify')}
            disabled={!may}
            value={String(chosen ?? notify.value)}
            onChange={(value) => setChosen(value === 'true')}
            options={[
              { value: 'true', label: t('value.yes') },
              { value: 'false', label: t('value.no') },
            ]}
          />
        </>
      )}
      <Difference work={work} changes={changes} />
      <div className="buttons">
        <Button type="primary" disabled={why !== undefined} loading={propose.isPending} onClick={send}>
          {t('correction.propose')}
        </Button>
        {why && <span className="quiet">{why}</span>}
      </div>
    </div>
  );
}

function changesOf(typed: Partial<Record<Field, string>>, notify: boolean | undefined): Changes {
  const said = TYPED.flatMap((field) => {
    const value = typed[field]?.trim();
    return value ? [[field, field === 'country' ? value.toUpperCase() : value] as const] : [];
  });
  return { ...Object.fromEntries(said), ...(notify !== undefined && { notify }) };
}

function Waiting({ caseId, work }: { caseId: string; work: Work }) {
  const { t } = useWords();
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
      <Changed changes={amendment.changes} />
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
