import { App, Modal, Select } from 'antd';
import { useState } from 'react';
import type { Answer, Asked } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useTrouble } from '../parts/trouble.js';
import { Why } from '../parts/why.js';
import { useWords } from '../words.js';
import type { ActName } from './acts-for.js';
import type { Target } from './steering.js';
import { DEPARTMENTS, PRIORITIES } from './views.js';

/** Of working time, by which a deadline is put off. */
const HOURS = [1, 2, 4, 8, 16, 24, 40, 80] as const;

type Body = Asked<'steerOrders'>['body'];
type Outcome = Answer<'steerOrders'>['items'][number];

const REASONS: Readonly<Record<ActName, readonly string[]>> = {
  nudge: ['overdue', 'customer_asked', 'amount_large', 'other'],
  reassign: ['absent', 'overloaded', 'wrong_place', 'other'],
  prioritise: ['customer_asked', 'amount_large', 'other'],
  extend: ['customer_away', 'supplier_late', 'evidence_missing', 'other'],
  escalate: ['overdue', 'amount_large', 'other'],
  ask: ['overdue', 'unusual', 'other'],
  watch: ['amount_large', 'unusual', 'customer_asked', 'other'],
  unwatch: ['settled', 'other'],
  pause: ['customer_away', 'supplier_late', 'holiday', 'other'],
  resume: ['settled', 'other'],
  hold: ['unusual', 'suspected_misuse', 'customer_asked', 'other'],
  release: ['settled', 'other'],
};

interface Props {
  act: ActName;
  orders: readonly Target[];
  close: () => void;
  done: () => void;
}

/** Asks what an act needs to know, does it to each order, and tells what became of each. */
export function ActAsk({ act, orders, close, done }: Props) {
  const { t, word } = useWords();
  const { message, modal } = App.useApp();
  const tell = useTrouble();
  const deed = useDeed('steerOrders');
  const [reason, setReason] = useState<string>();
  const [note, setNote] = useState('');
  const [more, setMore] = useState<More>({ department: 'management', priority: 'high', hours: 8 });
  const [tried, setTried] = useState(false);
  const ready = reason !== undefined && (act !== 'reassign' || more.chosen === true);
  const send = () => {
    setTried(true);
    if (!ready) return;
    const text = note.trim();
    const common = {
      orders: orders.map(({ orderNo, state, ownerDepartment, assignee }) => ({
        orderNo,
        seen: { state, ownerDepartment, assignee },
      })),
      reason,
      ...(text !== '' && { note: text }),
    };
    deed.mutate(
      { body: bodyOf(act, common, more) },
      {
        onSuccess: ({ items }) => {
          const refused = items.filter(({ outcome }) => outcome === 'refused');
          const count = items.length - refused.length;
          if (refused.length === 0) void message.success(t('desk.done', { what: word('steer', act), count }));
          else
            void modal.warning({
              title: t('desk.some_refused', { count, refused: refused.length }),
              content: <Refusals items={refused} />,
            });
          done();
        },
        onError: (error: Error) => void message.error(tell(error).sentence),
      },
    );
  };
  return (
    <Modal
      open
      title={t('desk.act_title', { what: word('steer', act), count: orders.length })}
      okText={t('act.confirm')}
      cancelText={t('act.cancel')}
      confirmLoading={deed.isPending}
      onOk={send}
      onCancel={close}
    >
      <div className="form">
        <Extra act={act} more={more} change={(part) => setMore((before) => ({ ...before, ...part }))} />
        {tried && act === 'reassign' && !more.chosen && <span className="late">{t('desk.to_missing')}</span>}
        <Why codes={REASONS[act]} missing={tried && reason === undefined} pick={setReason} write={setNote} />
      </div>
    </Modal>
  );
}

interface More {
  department: (typeof DEPARTMENTS)[number];
  person?: string | undefined;
  chosen?: boolean;
  priority: (typeof PRIORITIES)[number];
  hours: number;
}

type Common = Pick<Body, 'orders' | 'reason' | 'note'>;

function bodyOf(act: ActName, common: Common, more: More): Body {
  const to = { department: more.department, ...(more.person !== undefined && { person: more.person }) };
  switch (act) {
    case 'reassign':
    case 'escalate':
      return { act, ...common, ...to };
    case 'prioritise':
      return { act, ...common, priority: more.priority };
    case 'extend':
      return { act, ...common, minutes: Math.round(more.hours * 60) };
    case 'watch':
    case 'unwatch':
      return { act: 'watch', ...common, on: act === 'watch' };
    case 'nudge':
    case 'pause':
    case 'resume':
    case 'hold':
    case 'release':
    case 'ask':
      return { act, ...common };
  }
}

function Extra({ act, more, change }: { act: ActName; more: More; change: (part: Partial<More>) => void }) {
  const { t, word } = useWords();
  const people = useLive('listColleagues', {}, { refetchInterval: false }).data?.items ?? [];
  if (act === 'prioritise')
    return (
      <Select
        aria-label={t('desk.priority')}
        value={more.priority}
        onChange={(priority) => change({ priority })}
        options={PRIORITIES.map((value) => ({ value, label: word('priority', value) }))}
      />
    );
  if (act === 'extend')
    return (
      <Select
        aria-label={t('desk.hours')}
        value={more.hours}
        onChange={(hours) => change({ hours })}
        options={HOURS.map((value) => ({ value, label: `${value} ${t('desk.hours')}` }))}
      />
    );
  if (act !== 'reassign' && act !== 'escalate') return null;
  return (
    <>
      <span>{t('desk.to')}</span>
      <Select
        aria-label={t('desk.to')}
        placeholder={t('desk.to')}
        {...((act === 'escalate' || more.chosen) && { value: more.department })}
        onChange={(department) => change({ department, person: undefined, chosen: true })}
        options={DEPARTMENTS.map((value) => ({ value, label: word('department', value) }))}
      />
      <Select
        aria-label={t('desk.person')}
        value={more.person ?? ''}
        onChange={(person) => change({ person: person === '' ? undefined : person })}
        options={[
          { value: '', label: t('desk.anybody') },
          ...people
            .filter(({ department }) => department === more.department)
            .map(({ id, displayName }) => ({ value: id, label: displayName })),
        ]}
      />
    </>
  );
}

function Refusals({ items }: { items: readonly Outcome[] }) {
  return (
    <ul className="records">
      {items.map(({ orderNo, sentence }) => (
        <li key={orderNo}>
          <b className="mono">{orderNo}</b>
          <span>{sentence}</span>
        </li>
      ))}
    </ul>
  );
}
