import type { Fault } from './refusals.js';
import type { Row } from './row.js';
import { openSeen } from './seen.js';

/** Adjacent rows of one order, or a row whose order cannot be told; `fault` refuses them together. */
export interface Group {
  rows: Row[];
  orderNo?: string;
  fault?: Fault;
}

interface Grouping {
  add(row: Row): Group[];
  end(): Group[];
}

/** Rows held until what they belong to is known. */
interface Pile {
  rows: Row[];
  chars: number;
}

interface OpenGroup extends Pile {
  orderNo: string;
  fault?: Fault;
}

const PILE_CHARS = 8_388_608;

/**
 * Groups rows of one order that stand together. A row without a readable order number may belong to the order before
 * or after it: both are refused, unless both are the same order, which then has it. No order is taken a line short.
 */
export function openGrouping(maxLinesPerOrder: number): Grouping {
  const seen = openSeen();
  const strays: Pile = { rows: [], chars: 0 };
  let current: OpenGroup | undefined;
  let besideStray = false;

  function add(row: Row): Group[] {
    if (current && row.orderNo === current.orderNo) return join(current, row);
    if (row.orderNo === undefined || row.shifted) return stray(row);
    const done = close();
    current = { orderNo: row.orderNo, rows: [], chars: 0, ...startFault(row.orderNo) };
    return [...done, ...join(current, row)];
  }

  function join(group: OpenGroup, row: Row): Group[] {
    for (const each of take(strays)) put(group, each);
    put(group, row);
    if (!full(group)) return [];
    const detail = `at most ${maxLinesPerOrder} lines and ${PILE_CHARS} characters`;
    group.fault ??= { code: 'order_too_large', detail };
    return [handOver(group)];
  }

  function stray(row: Row): Group[] {
    put(strays, row);
    return full(strays) ? close() : [];
  }

  function full(pile: Pile): boolean {
    return pile.rows.length > maxLinesPerOrder || pile.chars > PILE_CHARS;
  }

  function startFault(orderNo: string): { fault?: Fault } {
    const beside = besideStray;
    besideStray = false;
    if (!seen.add(orderNo)) return { fault: { code: 'order_scattered' } };
    return beside ? { fault: { code: 'neighbour_unreadable' } } : {};
  }

  function close(): Group[] {
    const lost = take(strays);
    if (lost.length > 0) besideStray = true;
    const done = lost.map((row): Group => ({ rows: [row] }));
    if (!current) return done;
    if (lost.length > 0) current.fault ??= { code: 'neighbour_unreadable' };
    const group = handOver(current);
    current = undefined;
    return group.rows.length > 0 ? [group, ...done] : done;
  }

  return { add, end: close };
}

function put(pile: Pile, row: Row): void {
  pile.rows.push(row);
  pile.chars += row.raw.length;
}

function take(pile: Pile): Row[] {
  const { rows } = pile;
  pile.rows = [];
  pile.chars = 0;
  return rows;
}

/** The rows so far as one group; an order too large goes on in several, all refused. */
function handOver(group: OpenGroup): Group {
  const { orderNo, fault } = group;
  return { orderNo, rows: take(group), ...(fault && { fault }) };
}
