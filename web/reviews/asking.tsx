import { Input, Select } from 'antd';
import { useState } from 'react';
import { useDeed, useLive } from '../live.js';
import { Ask } from '../parts/ask.js';
import { useWords } from '../words.js';
import type { Desk } from './draft.js';
import type { Review } from './hindrance.js';
import type { useDesk } from './use-desk.js';

export type AskKind = 'reject' | 'return' | 'question' | 'hand_over' | 'escalate' | 'take_over';

interface Props {
  kind: AskKind;
  review: Review;
  draft: Desk;
  desk: ReturnType<typeof useDesk>;
  close(): void;
}

/** The short form of each deed that needs a reason. */
export function Asking(props: Props) {
  switch (props.kind) {
    case 'reject':
      return <Reject {...props} />;
    case 'return':
      return <Return {...props} />;
    case 'hand_over':
      return <HandOver {...props} />;
    case 'question':
    case 'escalate':
    case 'take_over':
      return <Simple {...props} kind={props.kind} />;
  }
}

const NEGATIVE = ['evidence_missing', 'amount_doubtful', 'risk_not_cleared', 'other'];
const DEPARTMENTS = ['order_desk', 'sales', 'customer_service', 'finance', 'logistics'] as const;
type Owing = (typeof DEPARTMENTS)[number];
const MISSING = [
  'invoice',
  'contract',
  'payment_proof',
  'delivery_proof',
  'customer_reply',
  'photo',
  'other',
];
const REASONS = {
  question: ['identity', 'receipt_confirmed', 'amount_confirmed', 'other'],
  escalate: ['beyond_my_limit', 'unclear_rule', 'suspected_misuse', 'other'],
  take_over: ['absent', 'urgent', 'other'],
};

const noted = (note: string | undefined) => note !== undefined && { note };

function Reject({ draft, desk, close }: Props) {
  const { t } = useWords();
  return (
    <Ask
      {...{ group: 'reason', codes: NEGATIVE, busy: false, cancel: close, written: draft.text }}
      title={t('review.reject')}
      label={t('act.reason')}
      missing={t('act.reason_missing')}
      confirm={(reason, note) => desk.decide({ decision: 'rejected', reason, ...noted(note) }, true)}
    >
      <p className="quiet">{t('review.after_reject')}</p>
    </Ask>
  );
}

function Return({ draft, desk, close }: Props) {
  const { t, word } = useWords();
  const [department, setDepartment] = useState<Owing>('sales');
  const [missing, setMissing] = useState<string[]>([]);
  return (
    <Ask
      {...{ group: 'reason', codes: NEGATIVE, busy: false, cancel: close, written: draft.text }}
      title={t('review.return')}
      label={t('act.reason')}
      missing={t('act.reason_missing')}
      confirm={(reason, note) =>
        desk.decide({ decision: 'returned', reason, department, missing, ...noted(note) }, true)
      }
    >
      <span>{t('review.to_department')}</span>
      <Select
        aria-label={t('review.to_department')}
        value={department}
        onChange={setDepartment}
        options={DEPARTMENTS.map((value) => ({ value, label: word('department', value) }))}
      />
      <span>{t('review.missing')}</span>
      <Select
        mode="multiple"
        aria-label={t('review.missing')}
        value={missing}
        onChange={setMissing}
        options={MISSING.map((value) => ({ value, label: word('missing', value) }))}
      />
      <p className="quiet">{t('review.after_return')}</p>
    </Ask>
  );
}

const TITLES = {
  question: 'review.question',
  escalate: 'review.escalate',
  take_over: 'review.take_over',
} as const;

function Simple({ kind, review, desk, close }: Props & { kind: keyof typeof TITLES }) {
  const { t } = useWords();
  const asking = useDeed('askCustomer');
  const escalating = useDeed('escalateReview');
  const taking = useDeed('takeOverReview');
  const params = { reviewId: review.id };
  const left = { onSuccess: desk.toQueue, onError: desk.failed };
  const confirm = (reason: string, note: string | undefined) => {
    const body = { reason, ...noted(note) };
    if (kind === 'question') asking.mutate({ params, body: { reason, note: note ?? '' } }, left);
    else if (kind === 'escalate') escalating.mutate({ params, body }, left);
    else taking.mutate({ params, body }, { onSuccess: close, onError: desk.failed });
  };
  return (
    <Ask
      {...{ group: 'reason', codes: REASONS[kind], cancel: close, confirm }}
      title={t(TITLES[kind])}
      label={t('act.reason')}
      missing={t('act.reason_missing')}
      busy={asking.isPending || escalating.isPending || taking.isPending}
      noteNeeded={kind === 'question'}
      {...(kind === 'question' && { noteLabel: t('review.question_text') })}
    >
      {kind === 'question' && <p className="quiet">{t('review.after_question')}</p>}
    </Ask>
  );
}

function HandOver({ review, draft, desk, close }: Props) {
  const { t, word } = useWords();
  const handing = useDeed('handOverReview');
  const params = { reviewId: review.id };
  const { data } = useLive('listCandidates', { params });
  const [to, setTo] = useState<string>();
  const [returnAt, setReturnAt] = useState('');
  const atMs = Date.parse(returnAt);
  const confirm = (reason: string, note: string | undefined) => {
    if (to === undefined || Number.isNaN(atMs)) return;
    const body = { to, returnAt: new Date(atMs).toISOString(), reason, ...noted(note) };
    handing.mutate({ params, body }, { onSuccess: desk.toQueue, onError: desk.failed });
  };
  return (
    <Ask
      {...{ group: 'reason', codes: ['leave', 'better_placed', 'other'], cancel: close, confirm }}
      title={t('review.hand_over')}
      label={t('act.reason')}
      missing={t('act.reason_missing')}
      busy={handing.isPending}
      written={draft.text}
    >
      <span>{t('review.to_person')}</span>
      <Select
        aria-label={t('review.to_person')}
        onChange={setTo}
        {...(to === undefined && { status: 'warning' as const })}
        options={(data?.items ?? []).map(({ id, name, because }) => ({
          value: id,
          disabled: because !== null,
          label:
            because === null ? name : `${name} · ${t('review.had_a_hand', { deed: word('fact', because) })}`,
        }))}
      />
      <span>{t('review.return_at')}</span>
      <Input
        type="datetime-local"
        aria-label={t('review.return_at')}
        value={returnAt}
        {...(Number.isNaN(atMs) && { status: 'warning' as const })}
        onChange={(event) => setReturnAt(event.target.value)}
      />
    </Ask>
  );
}
