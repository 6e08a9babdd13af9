import type { OrderTable } from '../../db/seeding.js';
import type { OrderDraft } from '../../domain/order.js';
import type { Model } from './models.js';

/** A model order with everything taken out that differs from copy to copy. */
export interface Mould {
  draft: OrderDraft;
  rows: { table: OrderTable; cells: Cell[] }[];
  ids: number;
  /** The order's own, among the ids. */
  orderId: number;
  /** Moments from the last thing that happened, in milliseconds; later ones are still to come. */
  momentsMs: number[];
  /** What comes before the number that the archive gives; absent when it is not archived. */
  archivePrefix?: string;
  clock: Clock | undefined;
}

/** What the deadline of a copy is derived from; moments by their place. */
export interface Clock {
  department: string;
  budgetMinutes: number;
  since: number;
  pauses: { from: number; to: number | undefined }[];
}

/** Text of COPY as it stands, or what is put in its place. */
export type Cell = string | Slot[];
export type Slot =
  | { put: 'text'; text: string }
  | { put: 'id' | 'moment' | 'token'; at: number }
  | { put: 'orderNo' | 'archiveNo' }
  /** A column of the order or its key that is sealed for each copy. */
  | { put: 'own'; column: string };

/** COPY's text form: what would end a value or a row is escaped. */
export const copyText = (text: string | null): string =>
  text === null ? '\\N' : text.replace(/[\\\n\r\t]/g, (one) => ESCAPES[one] ?? one);
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Takes a model apart. `gapMs` is the time between two things that happened, by their place from the end. */
export function mouldOf(model: Model, own: ReadonlySet<string>, gapMs: (fromEnd: number) => number): Mould {
  const ids = placesOf(model, 'uuid').places;
  const moments = placesOf(model, 'moment');
  const archiveNo = textAt(model, 'order_files', 'archive_no');
  const slotsIn = slotter(ids, model.draft.orderNo, archiveNo);
  const cellOf = (table: OrderTable, at: number, text: string | null): Cell => {
    const { name, kind } = table.columns[at] ?? { name: '', kind: 'text' };
    if (OWN_TABLES.includes(table.name) && own.has(name)) return [{ put: 'own', column: name }];
    if (text === null) return copyText(null);
    if (name === 'token_id') return [{ put: 'token', at: ids.get(idOf(table, model, text)) ?? 0 }];
    if (kind === 'moment') return [{ put: 'moment', at: moments.places.get(text) ?? 0 }];
    return slotsIn(text);
  };
  return {
    draft: model.draft,
    rows: model.rows.map(({ table, texts }) => ({
      table,
      cells: texts.map((text, at) => cellOf(table, at, text)),
    })),
    ids: ids.size,
    orderId: ids.get(textAt(model, 'orders', 'id') ?? '') ?? 0,
    momentsMs: offsetsMs(moments.sorted, gapMs),
    ...(archiveNo !== undefined && { archivePrefix: archiveNo.replace(/\d+$/, '') }),
    clock: clockOf(model, moments.places),
  };
}

const OWN_TABLES = ['orders', 'data_keys'];

/** Every different value of one kind of column, with its place: moments in order, ids as they come. */
function placesOf(
  model: Model,
  kind: 'uuid' | 'moment',
): { sorted: string[]; places: ReadonlyMap<string, number> } {
  const values = new Set<string>();
  for (const { table, texts } of model.rows)
    for (const [at, text] of texts.entries())
      if (text !== null && table.columns[at]?.kind === kind) values.add(text);
  const sorted = kind === 'moment' ? [...values].toSorted() : [...values];
  return { sorted, places: new Map(sorted.map((value, place) => [value, place])) };
}

function textAt({ rows }: Model, table: string, column: string): string | undefined {
  const row = rows.find((one) => one.table.name === table);
  return row?.texts[row.table.columns.findIndex(({ name }) => name === column)] ?? undefined;
}

/** The id of the row that holds a text. */
function idOf(table: OrderTable, { rows }: Model, text: string): string {
  const row = rows.find((one) => one.table.name === table.name && one.texts.includes(text));
  return row?.texts[table.columns.findIndex(({ name }) => name === 'id')] ?? '';
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Cuts a text at the ids and numbers of its order. */
function slotter(
  ids: ReadonlyMap<string, number>,
  orderNo: string,
  archiveNo: string | undefined,
): (text: string) => Cell {
  const marks = new RegExp(`(${[UUID, orderNo, ...(archiveNo ? [archiveNo] : [])].join('|')})`);
  return (text) => {
    const slots = text.split(marks).map((part): Slot => {
      const at = ids.get(part);
      if (at !== undefined) return { put: 'id', at };
      if (part === orderNo) return { put: 'orderNo' };
      return part === archiveNo ? { put: 'archiveNo' } : { put: 'text', text: copyText(part) };
    });
    return slots.every((slot) => slot.put === 'text') ? copyText(text) : slots;
  };
}

/** What was played in a moment is drawn out over days; what is still to come keeps its distance. */
function offsetsMs(sorted: readonly string[], gapMs: (fromEnd: number) => number): number[] {
  const timesMs = sorted.map((text) => Date.parse(text));
  const nowMs = Date.now();
  const past = timesMs.filter((timeMs) => timeMs <= nowMs);
  const offsets: number[] = [];
  for (let at = past.length - 1, offset = 0; at >= 0; at -= 1) {
    offsets[at] = offset;
    offset -= gapMs(past.length - at);
  }
  const lastMs = past.at(-1) ?? nowMs;
  return timesMs.map((timeMs, at) => offsets[at] ?? timeMs - lastMs);
}

function clockOf(model: Model, places: ReadonlyMap<string, number>): Clock | undefined {
  const of = (column: string) => textAt(model, 'orders', column);
  const budgetMinutes = of('budget_minutes');
  const since = places.get(of('state_since') ?? '');
  if (budgetMinutes === undefined || since === undefined || of('paused_at') !== undefined) return undefined;
  const pauses = model.rows
    .filter(({ table }) => table.name === 'clock_pauses')
    .map(({ table, texts }) => {
      const place = (column: string) =>
        places.get(texts[table.columns.findIndex(({ name }) => name === column)] ?? '');
      return { from: place('paused_at') ?? 0, to: place('resumed_at') };
    });
  return { department: of('owner_department') ?? '', budgetMinutes: Number(budgetMinutes), since, pauses };
}
