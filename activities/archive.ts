import { proveRetries } from '../db/cases.js';
import { fileOrder } from '../db/order-files.js';
import { ordered } from '../db/standing.js';
import { writeOffOf } from '../db/write-offs.js';
import { ledger } from '../domain/ledger.js';
import type { Hand } from './hand.js';
import { note } from './turn.js';

/** Reads the write-off back, proves the retries that led to it, and files the order under its archive number (P6.2.2). */
export async function archiving(hand: Hand): Promise<void> {
  const { id: orderId } = hand.row;
  const writtenOffFact = hand.facts.findLast(({ type }) => type === 'written_off')?.number;
  if (writtenOffFact === undefined) throw new Error('archiveOrder: no write-off is on record');
  const [writtenOff, file] = await Promise.all([
    writeOffOf(hand.tx, orderId),
    fileOrder(hand.tx, {
      orderId,
      classification: CLASS_OF[hand.row.kind],
      retentionDays: hand.policy.retentionDays,
      summary: summary(hand, writtenOffFact),
    }),
  ]);
  if (writtenOff?.factNumber !== writtenOffFact)
    throw new Error('archiveOrder: the write-off cannot be read back');
  if (hand.cases.some(({ kind }) => kind === 'technical')) await proveRetries(hand.tx, orderId);
  note(hand, 'archived', { archiveNo: file.archiveNo });
}

const CLASS_OF = { goods: 'G', service: 'S', mixed: 'M' } as const;

/** The file's contents by fact number, and its sums; the facts themselves stay where they are. */
function summary(hand: Hand, writtenOffFact: number): Record<string, unknown> {
  const numbers = (types: readonly string[]) =>
    hand.facts.filter((fact) => types.includes(fact.type)).map((fact) => fact.number);
  const sums = ledger(ordered(hand), hand.facts);
  return {
    writtenOffFact,
    payments: numbers(['payment_received', 'payment_refunded']),
    shipments: numbers(['shipped', 'delivered']),
    services: numbers(['service_completed']),
    hops: numbers(['transfer_offered', 'transfer_accepted', 'transfer_refused', 'transfer_timed_out']),
    amountMinor: hand.row.amountMinor,
    paidMinor: sums.paidMinor,
    currency: hand.row.currency,
  };
}
