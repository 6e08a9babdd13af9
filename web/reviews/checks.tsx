import { Checkbox } from 'antd';
import { grouped } from '../format.js';
import type { Evaluation } from '../parts/outcomes.js';
import { useWords } from '../words.js';
import type { Desk } from './draft.js';
import type { Review } from './hindrance.js';

type Outcome = Evaluation['conditions'][number];
type Facts = Review['facts'];

/** Where each rule takes what it found. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  paid_in_full: ['payment_received', 'payment_refunded'],
  overpaid: ['payment_received', 'payment_refunded'],
  other_currency: ['payment_received', 'payment_refunded'],
  payment_mismatch: ['payment_mismatch'],
  mismatch_corrected: ['payment_mismatch'],
  all_shipped: ['shipped'],
  shipped_too_much: ['shipped'],
  delivered: ['delivered'],
  service_completed: ['service_completed'],
  credit_approved: ['credit_approved'],
  dispute_open: ['dispute_opened', 'dispute_closed'],
  amended_after_issue: ['order_amended'],
  reissued: ['reissue_requested'],
  watched: ['watch_set'],
  scan_anomaly: ['scanned'],
};

interface Props {
  evaluation: Evaluation;
  facts: Facts;
  draft: Desk;
}

/** Check by check, to be ticked off: expected, found, and the facts that say so. */
export function Checks({ evaluation, facts, draft }: Props) {
  const { t } = useWords();
  const { conditions, contradictions, risks } = evaluation;
  const common = { facts, draft };
  return (
    <ul className="checks">
      <Group title={t('order.conditions')} group="condition" outcomes={conditions} wanted {...common} />
      <Group
        title={t('order.contradictions')}
        group="contradiction"
        outcomes={contradictions}
        wanted={false}
        {...common}
      />
      <Group title={t('order.risks')} group="risk" outcomes={risks} wanted={false} {...common} />
    </ul>
  );
}

interface GroupProps extends Omit<Props, 'evaluation'> {
  title: string;
  group: string;
  outcomes: Outcome[];
  wanted: boolean;
}

function Group({ title, group, outcomes, wanted, facts, draft }: GroupProps) {
  const { t, word } = useWords();
  if (outcomes.length === 0) return null;
  return (
    <>
      <li className="group">{title}</li>
      {outcomes.map((one) => {
        const good = one.met === wanted;
        const from = sourceOf(one.id, facts);
        return (
          <li key={one.id} className="check">
            <Checkbox checked={draft.checked.includes(one.id)} onChange={() => draft.tick(one.id)}>
              <span className={good ? 'good' : 'late'}>{good ? '✓' : '✗'}</span> {word(group, one.id)}
            </Checkbox>
            <span className="quiet">
              {t('review.check', {
                expected: grouped(word('value', one.expected)),
                found: grouped(word('value', one.found)),
              })}
              {from !== '' && ` · ${t('review.source', { from })}`}
            </span>
          </li>
        );
      })}
    </>
  );
}

/** The facts behind a check, by their numbers. */
function sourceOf(rule: string, facts: Facts): string {
  return facts
    .filter(({ type }) => SOURCES[rule]?.includes(type))
    .map(({ number }) => `#${number}`)
    .join(' ');
}
