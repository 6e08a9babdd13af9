import { askForReview, verifyOrder, writeOff } from '../../activities/steps.js';
import { survey } from '../../activities/survey.js';
import { record } from '../../db/facts.js';
import { lockOrder } from '../../db/orders.js';
import { row } from '../../db/sql.js';
import type { FactType } from '../../domain/facts.js';
import { type RaceStage, type Racing, rush } from './stage.js';

/** One kind of race: an order may have one winner, and what was raced for comes true once. */
export interface Race {
  name: string;
  amountMinor: number;
  /** Brings an order to the line. */
  prepare(stage: RaceStage, order: Racing): Promise<void>;
  /** One rival's attempt: who was told that it is theirs; undefined for a loser. */
  attempt(stage: RaceStage, order: Racing, rival: number): Promise<string | undefined>;
  /** What is to be done before it is counted. */
  finish?(stage: RaceStage, order: Racing): Promise<void>;
  /** Counts, each of them 1 when it came true once. */
  came: readonly string[];
}

const AMOUNT_MINOR = 12_000;
const RISKY_MINOR = 1_200_000;
const REVIEWERS = ['reviewer', 'reviewer2', 'lead'];
const WORKERS = 4;
const countOf = (type: FactType) =>
  `(select count(*)::int from facts where type = '${type}' and order_id = :orderId)`;
const WRITE_OFFS = '(select count(*)::int from write_offs where order_id = :orderId)';
const CLAIMANTS = `(select count(distinct c.person_id)::int from review_claims c join reviews r on r.id = c.review_id
  where r.order_id = :orderId)`;

export const RACES: readonly Race[] = [
  {
    name: 'write-off, deeds on connections',
    amountMinor: AMOUNT_MINOR,
    prepare: (stage, order) => complete(stage, order, AMOUNT_MINOR),
    attempt: async ({ house }, { id }) => (await writeOff(house, id)).next,
    came: [WRITE_OFFS, countOf('written_off')],
  },
  {
    name: 'completing fact, HTTP clients',
    amountMinor: AMOUNT_MINOR,
    prepare: (stage, order) => state(stage, order, 'payment_received', AMOUNT_MINOR),
    attempt: async ({ post }, { orderNo }, rival) => {
      const fact = { type: 'shipped', externalId: `${orderNo}-s` };
      return won(await post('logistics', `/orders/${orderNo}/facts`, fact), rival);
    },
    finish: async (stage, order) => {
      await rush(WORKERS, () => settle(stage, order));
      await rush(WORKERS, () => writeOff(stage.house, order.id));
    },
    came: [WRITE_OFFS, countOf('written_off'), countOf('shipped')],
  },
  {
    name: 'review claim, HTTP clients',
    amountMinor: RISKY_MINOR,
    prepare: async (stage, order) => {
      await complete(stage, order, RISKY_MINOR);
      await askForReview(stage.house, order.id);
    },
    attempt: async ({ post, record: { admin } }, { id }, rival) => {
      const review = await row<{ id: string }>(admin, 'select id from reviews where order_id = :id', { id });
      const person = REVIEWERS[rival % REVIEWERS.length] ?? '';
      return won(await post(person, `/reviews/${review?.id}/claims`, {}), person);
    },
    came: [CLAIMANTS],
  },
  {
    name: 'transfer acceptance, HTTP clients',
    amountMinor: AMOUNT_MINOR,
    prepare: async ({ post }, { orderNo }) => {
      await post('desk', `/orders/${orderNo}/transfers`, { toKind: 'department', toName: 'logistics' });
    },
    attempt: async ({ post }, { orderNo }, rival) =>
      won(await post('logistics', `/orders/${orderNo}/transfers/answer`, { answer: 'accepted' }), rival),
    came: [countOf('transfer_accepted')],
  },
];

const won = ({ status }: { status: number }, who: string | number): string | undefined =>
  status === 201 ? String(who) : undefined;

/** A fact as the API would record it. */
async function state(
  { house }: RaceStage,
  { id }: Racing,
  type: FactType,
  amountMinor?: number,
): Promise<void> {
  await house.db.transaction(async (tx) => {
    await lockOrder(tx, id);
    const actor = { kind: 'system', id: 'race' } as const;
    const detail = amountMinor === undefined ? {} : { amountMinor, currency: 'CNY' };
    await record(tx, id, { type, actor, source: 'import', detail });
  });
}

/** Paid and shipped, and looked at. */
async function complete(stage: RaceStage, order: Racing, amountMinor: number): Promise<void> {
  await state(stage, order, 'payment_received', amountMinor);
  await state(stage, order, 'shipped');
  await settle(stage, order);
}

/** Up to the decision that a race is about. */
async function settle({ house }: RaceStage, { id }: Racing): Promise<void> {
  await survey(house, id);
  await verifyOrder(house, id);
}
