import { type Entry, newEntry } from '../../api/entering.js';
import type { OrderTable } from '../../db/seeding.js';
import { dueAtMs } from '../../domain/deadline.js';
import type { Customer, OrderDraft } from '../../domain/order.js';
import type { WorkingCalendar } from '../../domain/working-time.js';
import type { KeyRing } from '../../platform/keys/ring.js';
import type { Chance } from './chance.js';
import type { Model } from './models.js';
import { copyText, type Mould, type Slot } from './mould.js';

/** What every copy is made with. */
export interface Foundry {
  ring: KeyRing;
  chance: Chance;
  seed: number;
  calendar: WorkingCalendar;
  calendarRevision: number;
  /** How many moulds there are; copy n is made in mould n modulo that. */
  moulds: readonly Mould[];
  /** In the order in which they are written. */
  tables: readonly OrderTable[];
  nowMs: number;
}

const DAY_MS = 86_400_000;
const OLDEST_DAYS = 45;

/** Casts copy number `n`: its rows, as COPY takes them, go to the table each belongs to. */
export function cast(
  foundry: Foundry,
  n: number,
  archiveNo: string,
  into: (table: OrderTable, row: string) => void,
): void {
  const mould = foundry.moulds[n % foundry.moulds.length];
  if (!mould) throw new Error('cast: no mould');
  const { chance } = foundry;
  const ids = Array.from({ length: mould.ids }, (_, at) => chance.uuid(n, at));
  const endMs = foundry.nowMs - 60_000 - OLDEST_DAYS * DAY_MS * chance.share(n, 'age') ** 2;
  const momentsMs = mould.momentsMs.map((offsetMs) => Math.round(endMs + offsetMs));
  const orderNo = `B${foundry.seed}-${String(n + 1).padStart(7, '0')}`;
  const id = ids[mould.orderId] ?? '';
  const { own, terms } = ownOf(foundry, mould, { n, orderNo, id, momentsMs });
  const textOf = (slot: Slot): string => {
    switch (slot.put) {
      case 'text':
        return slot.text;
      case 'id':
        return ids[slot.at] ?? '';
      case 'moment':
        return new Date(momentsMs[slot.at] ?? 0).toISOString();
      case 'token':
        return `\\\\x${chance.hex(n, 'token', slot.at)}`;
      case 'orderNo':
        return orderNo;
      case 'archiveNo':
        return archiveNo;
      case 'own':
        return own[slot.column] ?? '\\N';
    }
  };
  for (const { table, cells } of mould.rows)
    if (table.name !== TERMS)
      into(
        table,
        cells.map((cell) => (typeof cell === 'string' ? cell : cell.map(textOf).join(''))).join('\t'),
      );
  const enteredAt = new Date(momentsMs[0] ?? 0).toISOString();
  for (const table of foundry.tables.filter(({ name }) => name === TERMS))
    for (const term of terms) {
      const cells: Record<string, string> = { order_id: id, term: cellOf(term), created_at: enteredAt };
      into(table, table.columns.map(({ name }) => cells[name] ?? '\\N').join('\t'));
    }
}

/** What an order is found by is its own customer's, so these rows are made and not copied. */
const TERMS = 'order_terms';

/** Columns of the order and its key that are sealed or derived for each copy: whatever entering an order writes, and more. */
export function ownColumnsOf(ring: KeyRing, models: readonly Model[]): ReadonlySet<string> {
  const [model] = models;
  if (!model) throw new Error('ownColumnsOf: no model');
  const { order, dataKey } = newEntry({ ring }, entryOf(model.draft), '');
  const entered = Object.entries({ ...order, ...dataKey });
  // What grows with an order's life is as its model left it.
  const written = entered.flatMap(([name, value]) => (Array.isArray(value) ? [] : [inSnakeCase(name)]));
  const modelled = ['lane', 'notify'];
  return new Set([
    ...written.filter((name) => !modelled.includes(name)),
    ...['due_at', 'calendar_revision', 'seeded'],
  ]);
}

const entryOf = (draft: OrderDraft): Entry => ({
  ...{ draft, notify: false, submit: false, stated: [] },
  ...{ source: 'api', lane: 'live', actor: { kind: 'person', id: 'desk' } },
});

function ownOf(
  foundry: Foundry,
  mould: Mould,
  copy: { n: number; orderNo: string; id: string; momentsMs: readonly number[] },
): { own: Record<string, string>; terms: readonly Buffer[] } {
  const { ring, calendarRevision } = foundry;
  const orderedAt = new Date((copy.momentsMs[0] ?? foundry.nowMs) - DAY_MS / 24).toISOString();
  const draft: OrderDraft = {
    ...mould.draft,
    orderNo: copy.orderNo,
    orderedAt,
    customer: customerOf(foundry, mould, copy.n),
  };
  const { order, dataKey, terms } = newEntry({ ring }, entryOf(draft), copy.id);
  const written = Object.entries({ ...order, ...dataKey });
  const own = {
    ...Object.fromEntries(written.map(([name, value]) => [inSnakeCase(name), cellOf(value)])),
    due_at: dueAt(foundry, mould, copy.momentsMs),
    calendar_revision: String(calendarRevision),
    seeded: 'true',
  };
  return { own, terms };
}

const inSnakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return copyText(null);
  return Buffer.isBuffer(value) ? `\\\\x${value.toString('hex')}` : copyText(String(value));
};

function dueAt({ calendar }: Foundry, { clock }: Mould, momentsMs: readonly number[]): string {
  if (!clock) return copyText(null);
  const { department, budgetMinutes } = clock;
  const pauses = clock.pauses.map(({ from, to }) => {
    const resumedAtMs = to === undefined ? undefined : momentsMs[to];
    return { pausedAtMs: momentsMs[from] ?? 0, ...(resumedAtMs !== undefined && { resumedAtMs }) };
  });
  const atMs = dueAtMs(calendar, { department, sinceMs: momentsMs[clock.since] ?? 0, pauses }, budgetMinutes);
  return atMs === undefined ? copyText(null) : new Date(atMs).toISOString();
}

const FAMILY = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗';
const GIVEN = '伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚';
/** Below the amounts that ask whose first order it is; such customers order about four times. */
const REGULAR_BELOW_MINOR = 300_000;

function customerOf({ chance, moulds, seed }: Foundry, { draft }: Mould, n: number): Customer {
  const amountMinor = draft.lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const regular = amountMinor < REGULAR_BELOW_MINOR;
  const who = regular ? `R${Math.floor(n / (4 * moulds.length))}-${n % moulds.length}` : `S${n}`;
  const of = (letters: string, part: string) => letters[Math.floor(chance.share(who, part) * letters.length)];
  const digits = String(Math.floor(chance.share(who, 'phone') * 1e8)).padStart(8, '0');
  return {
    ref: `BENCH-${seed}-${who}`,
    name: `${of(FAMILY, 'family')}${of(GIVEN, 'given')}${of(GIVEN, 'second')}`,
    phone: `+86138${digits}`,
  };
}
