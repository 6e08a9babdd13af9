import { sumsPerCurrency } from '../../db/invariants.js';
import type { Db } from '../../db/sql.js';
import type { WholeOrder } from '../../db/whole-orders.js';
import { ledger } from '../../domain/ledger.js';
import { totalMinor } from '../../domain/order.js';
import { factsBefore } from './order-check.js';

/** Invariant 7: order, lines, write-off and order file come to the same sums. */
export function checkSums(order: WholeOrder): string[] {
  return [...checkTotal(order), ...checkWrittenOff(order), ...checkFile(order)];
}

function checkTotal(order: WholeOrder): string[] {
  const total = totalMinor(order.lines);
  return total === order.amountMinor ? [] : [`its lines come to ${total}, the order to ${order.amountMinor}`];
}

function checkWrittenOff({ writeOffs, amountMinor, currency }: WholeOrder): string[] {
  return writeOffs
    .filter((one) => one.amountMinor !== amountMinor || one.currency !== currency)
    .map((one) => `written off as ${one.currency} ${one.amountMinor}, ordered as ${currency} ${amountMinor}`);
}

/** The file agrees with the facts as they were when it was closed. */
function checkFile(order: WholeOrder): string[] {
  const archived = order.facts.find((fact) => fact.type === 'archived');
  const [file] = order.files;
  if (!archived && !file) return [];
  if (!archived || !file) return ['the order file and the archiving do not belong together'];
  const known = factsBefore(order, archived.number);
  const expected = {
    amountMinor: order.amountMinor,
    currency: order.currency,
    paidMinor: ledger(order, known).paidMinor,
    writtenOffFact: known.findLast((fact) => fact.type === 'written_off')?.number,
  };
  return Object.entries(expected)
    .filter(([name, value]) => file.summary[name] !== value)
    .map(
      ([name, value]) => `its file says ${name} ${String(file.summary[name])}, its facts ${String(value)}`,
    );
}

/** The same over the whole house, per currency. */
export async function checkHouseSums(db: Db): Promise<string[]> {
  const sums = await sumsPerCurrency(db);
  return sums
    .filter((sum) => sum.orders !== sum.writeOffs || sum.files !== sum.filedOrders)
    .map(
      ({ currency, orders, writeOffs, files, filedOrders }) =>
        `${currency}: orders ${orders}, write-offs ${writeOffs}; filed orders ${filedOrders}, files ${files}`,
    );
}
