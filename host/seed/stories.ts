import type { Deeds } from '../../activities/index.js';
import { casesOf } from '../../db/cases.js';
import type { FactDraft } from '../../db/facts.js';
import { claim } from '../../db/review-claims.js';
import { lastReview } from '../../db/reviews.js';
import type { Db } from '../../db/sql.js';
import type { Actor, FactDetail, FactType } from '../../domain/facts.js';
import type { OrderKind, OrderLine, Settlement } from '../../domain/order.js';

export type Said = Omit<FactDraft, 'source'>;

/** Where the story of one model order is played, by the deeds themselves. */
export interface Stage {
  db: Db;
  deeds: Deeds;
  orderId: string;
  /** Records a fact and lets the lifecycle act on it. */
  say(fact: Said): Promise<void>;
  /** Records a fact alone. */
  sayOnly(fact: Said): Promise<void>;
}

/** What becomes of a model order. Each list of the desks gets about a third of them. */
export interface Story {
  name: string;
  kind?: OrderKind;
  settlement?: Settlement;
  currency?: 'CNY' | 'USD';
  /** Of the first variant; each further one is larger by a seventh. */
  amountMinor: number;
  notify?: boolean;
  submit?: boolean;
  tell: (stage: Stage, amountMinor: number) => Promise<void>;
}

const DESK: Actor = { kind: 'person', id: 'desk', department: 'order_desk' };
const FINANCE: Actor = { kind: 'person', id: 'finance', department: 'finance' };
const LOGISTICS: Actor = { kind: 'person', id: 'logistics', department: 'logistics' };
const SERVICE: Actor = { kind: 'person', id: 'service', department: 'customer_service' };
const REVIEWER: Actor = { kind: 'person', id: 'reviewer', department: 'review' };
const REVIEWER2: Actor = { kind: 'person', id: 'reviewer2', department: 'review' };
const TECHNICIAN: Actor = { kind: 'person', id: 'technician', department: 'technology' };
const MANAGER: Actor = { kind: 'person', id: 'manager', department: 'management' };
const SCANNER: Actor = { kind: 'customer', id: 'phone' };

const LEASE_MINUTES = 15;

const said = (stage: Stage, type: FactType, actor: Actor, detail: FactDetail = {}) =>
  stage.say({ type, actor, detail });
const paid = (stage: Stage, amountMinor: number, currency = 'CNY') =>
  said(stage, 'payment_received', FINANCE, { amountMinor, currency });
const shipped = (stage: Stage) => said(stage, 'shipped', LOGISTICS);

async function complete(stage: Stage, amountMinor: number, currency = 'CNY'): Promise<void> {
  await said(stage, 'scanned', SCANNER, { accepted: true, issueNo: 1 });
  await paid(stage, amountMinor, currency);
  await shipped(stage);
}

async function fault(stage: Stage, step: string, code: string): Promise<void> {
  await stage.deeds.openTechnicalCase({ orderId: stage.orderId, step, code });
}

async function approve(stage: Stage, actor: Actor): Promise<void> {
  await decide(stage, 'review_approved', actor);
}

async function decide(stage: Stage, type: FactType, actor: Actor, reason?: string): Promise<void> {
  const review = await lastReview(stage.db, stage.orderId);
  const seen = { reviewId: review?.id ?? '', materialFact: review?.materialFact ?? 0 };
  await said(stage, type, actor, { ...seen, ...(reason && { reason }) });
}

const line = (kind: OrderLine['kind'], lineNo: number, amountMinor: number): OrderLine => ({
  ...{ lineNo, kind, amountMinor, quantity: 1 + (amountMinor % 7) },
  ...(kind === 'service'
    ? { sku: 'SV-01', name: '上门安装' }
    : { sku: `SKU-${100 + lineNo}`, name: '样品货品' }),
});

/** The lines of a story's order. */
export function linesOf({ kind = 'goods' }: Story, amountMinor: number): OrderLine[] {
  if (kind === 'service') return [line('service', 1, amountMinor)];
  const first = Math.floor(amountMinor / 3);
  return [line('goods', 1, first), line(kind === 'mixed' ? 'service' : 'goods', 2, amountMinor - first)];
}

const REVIEWS: Story[] = [
  { name: 'large', amountMinor: 1_200_000, tell: complete },
  {
    name: 'large in dollars',
    currency: 'USD',
    amountMinor: 1_500_000,
    tell: (stage, amount) => complete(stage, amount, 'USD'),
  },
  { name: 'first order', amountMinor: 320_000, tell: complete },
  {
    name: 'watched',
    amountMinor: 58_000,
    tell: async (stage, amount) => {
      await said(stage, 'watch_set', MANAGER, { on: true, reason: 'new_customer' });
      await complete(stage, amount);
    },
  },
  {
    name: 'reissued',
    amountMinor: 43_000,
    tell: async (stage, amount) => {
      await said(stage, 'reissue_requested', DESK, { reason: 'lost' });
      await paid(stage, amount);
      await shipped(stage);
    },
  },
  { name: 'for two', amountMinor: 12_000_000, tell: complete },
  {
    name: 'for a second',
    amountMinor: 15_000_000,
    tell: async (stage, amount) => {
      await complete(stage, amount);
      await approve(stage, REVIEWER);
    },
  },
  {
    name: 'claimed',
    kind: 'service',
    amountMinor: 2_400_000,
    tell: async (stage, amount) => {
      await paid(stage, amount);
      await said(stage, 'service_completed', LOGISTICS);
      const review = await lastReview(stage.db, stage.orderId);
      if (!review) throw new Error('the story has no review');
      await stage.db.transaction((tx) =>
        claim(tx, { reviewId: review.id, personId: REVIEWER2.id, leaseMinutes: LEASE_MINUTES }),
      );
      await said(stage, 'review_claimed', REVIEWER2, { reviewId: review.id });
    },
  },
];

const CASES: Story[] = [
  {
    name: 'not issued',
    amountMinor: 26_000,
    submit: false,
    tell: async (stage) => {
      await stage.sayOnly({ type: 'code_requested', actor: DESK });
      await fault(stage, 'issue', 'SymbolUnreadable: symbol_unreadable');
    },
  },
  {
    name: 'not dispatched',
    amountMinor: 31_000,
    tell: (stage) => fault(stage, 'dispatch', 'SmtpUnavailable: connection refused'),
  },
  {
    name: 'not verified',
    amountMinor: 47_000,
    tell: async (stage, amount) => {
      await stage.sayOnly({
        type: 'payment_received',
        actor: FINANCE,
        detail: { amountMinor: amount, currency: 'CNY' },
      });
      await fault(stage, 'verify', 'DatabaseTimeout: statement timeout');
    },
  },
  {
    name: 'retrying',
    amountMinor: 52_000,
    tell: async (stage) => {
      await fault(stage, 'dispatch', 'SmsGateway: throttled');
      const [one] = await casesOf(stage.db, stage.orderId);
      await said(stage, 'retry_requested', TECHNICIAN, { caseId: one?.id ?? '' });
    },
  },
  { name: 'overpaid', amountMinor: 64_000, tell: (stage, amount) => paid(stage, amount + 100) },
  {
    name: 'disputed',
    amountMinor: 77_000,
    tell: async (stage, amount) => {
      await complete(stage, amount - 1_000);
      await said(stage, 'dispute_opened', SERVICE, { reason: 'damaged' });
    },
  },
  {
    name: 'rejected',
    amountMinor: 1_900_000,
    tell: async (stage, amount) => {
      await complete(stage, amount);
      await decide(stage, 'review_rejected', REVIEWER, 'documents_missing');
    },
  },
  {
    name: 'paid back late',
    amountMinor: 39_000,
    tell: async (stage, amount) => {
      await complete(stage, amount);
      await said(stage, 'payment_refunded', FINANCE, { amountMinor: 500, currency: 'CNY' });
    },
  },
];

const WAITING: Story[] = [
  { name: 'not submitted', amountMinor: 18_000, submit: false, tell: async () => undefined },
  { name: 'issued', amountMinor: 21_000, tell: async () => undefined },
  { name: 'sent out', amountMinor: 24_000, notify: true, tell: async () => undefined },
  { name: 'paid in part', amountMinor: 81_000, tell: (stage, amount) => paid(stage, amount - 6_000) },
  { name: 'not shipped', amountMinor: 67_000, tell: paid },
  {
    name: 'not delivered',
    settlement: 'cash_on_delivery',
    amountMinor: 34_000,
    tell: async (stage) => {
      await said(stage, 'picked', LOGISTICS);
      await shipped(stage);
    },
  },
  {
    name: 'offered',
    kind: 'mixed',
    amountMinor: 92_000,
    tell: async (stage, amount) => {
      await paid(stage, amount);
      await said(stage, 'transfer_offered', DESK, { toKind: 'department', toName: 'logistics' });
    },
  },
];

const DONE: Story[] = [
  { name: 'archived', amountMinor: 15_000, tell: complete },
  {
    name: 'reviewed',
    amountMinor: 1_100_000,
    tell: async (stage, amount) => {
      await complete(stage, amount);
      await approve(stage, REVIEWER);
    },
  },
];

/** Of 25 orders: 8 in review, 8 with an open case, 7 waiting for somebody, 2 archived. */
export const STORIES: readonly Story[] = [...REVIEWS, ...CASES, ...WAITING, ...DONE];
