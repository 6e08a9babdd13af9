import { liveCode } from '../db/codes.js';
import { linesOf } from '../db/orders.js';
import type { Db } from '../db/sql.js';
import { type Fact, isOwnNews } from '../domain/facts.js';
import { goodsOf, nextHandling, standOf, workOf } from '../domain/goods.js';
import { type Ledger, ledger } from '../domain/ledger.js';
import { isNextHand, type NextHand, nextHand } from '../domain/next-hand.js';
import type { Department, Right } from '../domain/people.js';
import { tellingOf } from '../domain/telling.js';
import type { ScanFace, ScanPurpose } from './contract/scan-faces.js';
import { codeFace, iso } from './faces.js';
import type { Signed } from './principal.js';
import type { InHand } from './recording.js';

type Kind = ScanFace['kind'];
type Line = Awaited<ReturnType<typeof linesOf>>[number];

/** Whose work shows itself by which right. */
const KINDS: readonly { kind: Exclude<Kind, 'other'>; department: Department; right: Right }[] = [
  { kind: 'logistics', department: 'logistics', right: 'shipment.record' },
  { kind: 'finance', department: 'finance', right: 'payment.record' },
  { kind: 'customer_service', department: 'customer_service', right: 'dispute.record' },
  { kind: 'sales', department: 'sales', right: 'order.enter' },
];

/** The face of a scan: that of its purpose, else of the person's department, else of the first work that is theirs. */
export function kindOfFace(person: Pick<Signed, 'rights' | 'department'>, purpose: ScanPurpose): Kind {
  const mine = KINDS.filter(({ right }) => person.rights.has(right));
  const meant = purpose === 'handle' ? 'logistics' : purpose === 'till' ? 'finance' : undefined;
  const chosen =
    mine.find(({ kind }) => kind === meant) ??
    mine.find(({ department }) => department === person.department) ??
    mine[0];
  return chosen?.kind ?? 'other';
}

/** Whom a person takes the order to, when its next move is not theirs. */
export function takeTo(
  row: { nextAction: string | null; ownerDepartment: string },
  person: Pick<Signed, 'rights' | 'department'>,
): NextHand | null {
  const hand = nextHand(row);
  return isNextHand(hand, person) ? null : hand;
}

interface Seen {
  hand: InHand;
  lines: readonly Line[];
  sums: Ledger;
}

const MOST_LINES = 40;
const MOST_GOODS = 200;
const MOST_EVENTS = 8;

/** What the scanner's own work needs to see of an order. */
export async function scanFaceOf(db: Db, hand: InHand, kind: Kind): Promise<ScanFace> {
  const lines = await linesOf(db, hand.row.id);
  const { row, facts } = hand;
  const seen: Seen = { hand, lines, sums: ledger({ ...row, lines }, facts) };
  switch (kind) {
    case 'sales':
      return salesFace(db, seen);
    case 'customer_service':
      return serviceFace(seen);
    case 'finance':
      return financeFace(seen);
    case 'logistics':
      return logisticsFace(seen);
    case 'other':
      return { kind };
  }
}

const moneyOf = ({ hand, sums: { dueMinor, paidMinor } }: Seen) => ({
  settlement: hand.row.settlement,
  dueMinor,
  paidMinor,
});

async function salesFace(db: Db, seen: Seen): Promise<ScanFace> {
  const code = await liveCode(db, seen.hand.row.id);
  return {
    ...{ kind: 'sales', ...moneyOf(seen) },
    lines: seen.lines.slice(0, MOST_LINES),
    lineCount: seen.lines.length,
    code: code ? codeFace(code) : null,
  };
}

/** Of no interest to somebody who speaks with a customer. */
const UNTOLD: readonly Fact['type'][] = ['scanned', 'verification_started', 'verification_deferred'];

function serviceFace(seen: Seen): ScanFace {
  const { hand, sums } = seen;
  const { state, facts, row } = hand;
  const happened = facts.filter((fact) => !UNTOLD.includes(fact.type) && !isOwnNews(fact)).toReversed();
  const contacts = facts.filter(({ type }) => type === 'customer_contacted').toReversed();
  return {
    ...{ kind: 'customer_service', ...moneyOf(seen) },
    telling: tellingOf({ state, kind: row.kind, settlement: row.settlement }, sums),
    history: happened
      .slice(0, MOST_EVENTS)
      .map(({ number, type, recordedAt }) => ({ number, type, at: iso(recordedAt) })),
    contacts: contacts.slice(0, MOST_EVENTS).map(({ recordedAt, actor, detail }) => ({
      at: iso(recordedAt),
      by: actor.id,
      channel: String(detail.channel ?? ''),
      direction: String(detail.direction ?? ''),
    })),
  };
}

const MONEY: readonly Fact['type'][] = ['payment_received', 'payment_refunded', 'payment_mismatch'];

function financeFace(seen: Seen): ScanFace {
  const { hand, sums } = seen;
  const moved = hand.facts.filter(({ type }) => MONEY.includes(type));
  const refunded = moved.filter(
    ({ type, detail }) => type === 'payment_refunded' && detail.currency === hand.row.currency,
  );
  return {
    ...{ kind: 'finance', ...moneyOf(seen) },
    refundedMinor: refunded.reduce((sum, { detail }) => sum + (detail.amountMinor ?? 0), 0),
    mismatches: sums.mismatches,
    payments: moved.toReversed().slice(0, MOST_EVENTS).map(paymentFace),
  };
}

const paymentFace = ({ number, type, detail, happenedAt }: Fact) => ({
  ...{ fact: number, type, at: iso(happenedAt) },
  amountMinor: detail.amountMinor ?? null,
  currency: detail.currency ?? null,
});

function logisticsFace(seen: Seen): ScanFace {
  const { hand, lines, sums } = seen;
  const goods = goodsOf(lines, hand.facts);
  const work = workOf({ state: hand.state, settlement: hand.row.settlement, goods }, sums);
  const shown = lines.filter(({ kind }) => kind === 'goods').slice(0, MOST_GOODS);
  return {
    ...{ kind: 'logistics', ...moneyOf(seen), work },
    nextHandling: nextHandling(work) ?? null,
    lines: shown.flatMap(({ amountMinor: _, ...line }, index) => {
      const stand = goods[index];
      return stand ? [{ ...line, ...stand, ...standOf(stand) }] : [];
    }),
    lineCount: goods.length,
  };
}
