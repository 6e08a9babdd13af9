import { Alert, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useDeed } from '../live.js';
import { useAttempt } from '../parts/attempt.js';
import { Money } from '../parts/money.js';
import { useWords } from '../words.js';
import { changesOf, type Draft, draftOf, FIELDS, reissues } from './draft.js';
import { LineFields } from './line-fields.js';

interface Props {
  order: Answer<'showOrder'>;
  done: () => void;
}

/** What shall change of an order: of its customer, its items or its amount (P4.3.2). */
export function ProposeAsk({ order, done }: Props) {
  const { t } = useWords();
  const { orderNo, currency } = order;
  const [draft, setDraft] = useState<Draft>({ typed: {}, lines: undefined });
  const [note, setNote] = useState('');
  const propose = useDeed('proposeAmendment');
  const { said, run } = useAttempt();
  const changes = changesOf(draft, currency);
  const wrong = changes === 'wrong_lines';
  const idle = !wrong && Object.keys(changes).length === 0;
  const send = () => {
    if (wrong || idle) return;
    const body = { changes, ...(note.trim() !== '' && { note: note.trim() }) };
    void run(async () => {
      await propose.mutateAsync({ params: { orderNo }, body });
      done();
    });
  };
  return (
    <Modal
      open
      width={760}
      title={t('amend.title')}
      okText={t('amend.propose')}
      cancelText={t('amend.cancel')}
      confirmLoading={propose.isPending}
      okButtonProps={{ disabled: wrong || idle }}
      onOk={send}
      onCancel={done}
    >
      <div className="form">
        <CustomerFields draft={draft} change={setDraft} />
        <Items order={order} draft={draft} change={setDraft} />
        <label className="form" htmlFor="amend-note">
          <span>{t('act.note')}</span>
          <Input.TextArea
            id="amend-note"
            rows={2}
            maxLength={2000}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        </label>
        <p role="status">{effectOf(changes)}</p>
        {said && <Alert type="error" showIcon role="alert" title={said} />}
      </div>
    </Modal>
  );

  function effectOf(now: ReturnType<typeof changesOf>): string {
    if (now === 'wrong_lines') return t('amend.wrong_lines');
    if (Object.keys(now).length === 0) return t('amend.nothing');
    return t(reissues(now) ? 'amend.how' : 'amend.how_not');
  }
}

interface Part {
  draft: Draft;
  change: (draft: Draft) => void;
}

function CustomerFields({ draft, change }: Part) {
  const { t } = useWords();
  return (
    <fieldset className="form amend-customer">
      <legend>{t('amend.customer')}</legend>
      {FIELDS.map((field) => (
        <label key={field} className="form" htmlFor={`amend-${field}`}>
          <span>{t(`amend.${field}`)}</span>
          <Input
            id={`amend-${field}`}
            maxLength={MOST[field] ?? 200}
            autoComplete="off"
            value={draft.typed[field] ?? ''}
            onChange={({ target }) => change({ ...draft, typed: { ...draft.typed, [field]: target.value } })}
          />
        </label>
      ))}
    </fieldset>
  );
}

const MOST: Partial<Record<(typeof FIELDS)[number], number>> = {
  ref: 64,
  phone: 64,
  email: 254,
  address: 500,
  country: 2,
};

function Items({ order, draft, change }: Part & { order: Answer<'showOrder'> }) {
  const { t } = useWords();
  const { lines, currency } = order;
  if (!draft.lines)
    return (
      <Button onClick={() => change({ ...draft, lines: draftOf(lines, currency) })}>
        {t('amend.lines_change')}
      </Button>
    );
  const changes = changesOf({ typed: {}, lines: draft.lines }, currency);
  const after = changes === 'wrong_lines' ? [] : (changes.lines ?? []);
  const totalMinor = after.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return (
    <fieldset className="form amend-customer">
      <legend>{t('amend.lines')}</legend>
      <LineFields
        lines={draft.lines}
        currency={currency}
        change={(now) => change({ ...draft, lines: now })}
      />
      {after.length > 0 && (
        <p>
          {t('amend.total')} <Money minor={totalMinor} currency={currency} />
        </p>
      )}
    </fieldset>
  );
}
