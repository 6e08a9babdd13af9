import { FACTS } from '../domain/facts.js';
import type { FactDraft } from './facts.js';
import type { LineRow, NewOrder } from './orders.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, leading, rows, run, type Tx } from './sql.js';

/** A new order with everything that is written when it is entered; its facts are numbered as they stand. */
export interface NewEntry {
  order: NewOrder;
  lines: readonly LineRow[];
  dataKey: { kekId: string; wrapped: Buffer };
  facts: readonly FactDraft[];
  /** What its customer is found by, hashed. */
  terms: readonly Buffer[];
}

/**
 * Locks order numbers, entered or not, until the transaction ends: who enters an order or keeps a fact for one that is
 * not there takes its number first, so that neither misses the other. Always in one order, so rivals never deadlock.
 */
export async function lockOrderNumbers(tx: Tx, orderNos: readonly string[]): Promise<void> {
  await run(tx, LOCK_NUMBERS, { orderNos: [...orderNos] });
}

const LOCK_NUMBERS = leading(
  `select pg_advisory_xact_lock(key) from (
     select distinct hashtextextended(no, 0) as key from unnest(:orderNos::text[]) as no order by 1) as keys`,
);

export interface KnownOrder {
  id: string;
  orderNo: string;
  contentKey: Buffer;
  inSight: boolean;
}

/** Which of these numbers are entered, with what tells the same content from another, and whether a person sees it. */
export function knownOrders(db: Db, person: Seeing, orderNos: readonly string[]): Promise<KnownOrder[]> {
  const { within, scope } = withinScope(person);
  return rows(
    db,
    `select id, order_no as "orderNo", content_key as "contentKey", ${within} as "inSight" from orders o
     where order_no = any(:orderNos::text[])`,
    { ...scope, orderNos: [...orderNos] },
  );
}

/** What was stated before about these orders by one source: `<order id> <external id>`. */
export async function statedBefore(
  db: Db,
  orderIds: readonly string[],
  source: FactDraft['source'],
): Promise<Set<string>> {
  const found = await rows<{ name: string }>(
    db,
    `select order_id || ' ' || external_id as name from facts
     where order_id = any(:orderIds::uuid[]) and source = :source and external_id is not null`,
    { orderIds: [...orderIds], source },
  );
  return new Set(found.map(({ name }) => name));
}

/**
 * Enters new orders with lines, keys, search terms, facts, log rows and what wakes them, in one statement: row for row what
 * `insertOrder`, `insertLines`, `insertDataKey` and `record` write. The caller holds the numbers and knows they are free.
 */
export async function insertEntries(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  if (entries.length > 0) await run(tx, INSERT, { entries: JSON.stringify(entries.map(flat)) });
}

const hex = (bytes: Buffer | null): string | null => bytes?.toString('hex') ?? null;

function flat({ order, lines, dataKey, facts, terms }: NewEntry, position: number) {
  return {
    ...order,
    position,
    departments: order.departments ?? ['order_desk'],
    customerKey: hex(order.customerKey),
    phoneKey: hex(order.phoneKey),
    emailKey: hex(order.emailKey),
    customerSealed: hex(order.customerSealed),
    contentKey: hex(order.contentKey),
    kekId: dataKey.kekId,
    wrapped: hex(dataKey.wrapped),
    factCount: facts.length,
    wakes: facts.findLastIndex((fact) => FACTS[fact.type].wakes) + 1,
    quiet: facts.some((fact) => !FACTS[fact.type].wakes),
    lines,
    terms: terms.map(hex),
    facts: facts.map((fact, index) => ({
      number: index + 1,
      type: fact.type,
      family: FACTS[fact.type].family,
      happenedAt: fact.happenedAt ?? null,
      actorKind: fact.actor.kind,
      actorId: fact.actor.id,
      onBehalfOf: fact.actor.onBehalfOf ?? null,
      department: fact.actor.department ?? null,
      source: fact.source,
      externalId: fact.externalId ?? null,
      detail: fact.detail ?? {},
      sealed: hex(fact.sealed ?? null),
    })),
  };
}

const INSERT = `
  with entry as materialized (
    select * from jsonb_to_recordset(:entries::jsonb) as e(position int, id uuid, "orderNo" text, kind text, settlement text,
      currency text, "amountMinor" bigint, "orderedAt" timestamptz, "customerKey" text, "phoneKey" text, "emailKey" text,
      "customerSealed" text, "contentKey" text, lane text, notify boolean, departments text[], "kekId" text, wrapped text, "factCount" int,
      wakes int, quiet boolean, lines jsonb, facts jsonb, terms jsonb)
  ), fact as materialized (
    select e.id, e.position, f.* from entry e, jsonb_to_recordset(e.facts) as f(number int, type text, family text,
      "happenedAt" timestamptz, "actorKind" text, "actorId" text, department text, "onBehalfOf" text, source text, "externalId" text,
      detail jsonb, sealed text)
  ), orders_in as (
    insert into orders (id, order_no, kind, settlement, currency, amount_minor, ordered_at, customer_key, phone_key,
      email_key, customer_sealed, content_key, lane, notify, fact_count, departments)
    select id, "orderNo", kind, settlement, currency, "amountMinor", "orderedAt", decode("customerKey", 'hex'),
      decode("phoneKey", 'hex'), decode("emailKey", 'hex'), decode("customerSealed", 'hex'), decode("contentKey", 'hex'),
      lane, notify, "factCount", departments
    from entry order by position
  ), lines_in as (
    insert into order_lines (order_id, line_no, kind, sku, name, quantity, amount_minor)
    select e.id, l."lineNo", l.kind, l.sku, l.name, l.quantity, l."amountMinor"
    from entry e, jsonb_to_recordset(e.lines)
      as l("lineNo" int, kind text, sku text, name text, quantity int, "amountMinor" bigint)
  ), keys_in as (
    insert into data_keys (order_id, purpose, kek_id, wrapped)
    select id, 'pii', "kekId", decode(wrapped, 'hex') from entry
  ), terms_in as (
    insert into order_terms (order_id, term)
    select e.id, decode(t.term, 'hex') from entry e, jsonb_array_elements_text(e.terms) as t(term)
  ), facts_in as (
    insert into facts (order_id, number, type, family, happened_at, actor_kind, actor_id, department, on_behalf_of, source,
      external_id, detail, sealed)
    select id, number, type, family, coalesce("happenedAt", clock_timestamp()), "actorKind", "actorId", department, "onBehalfOf",
      source, "externalId", detail, decode(sealed, 'hex')
    from fact order by position, number
  ), woken as (
    insert into outbox (order_id, fact_number, signal, lane)
    select id, wakes, 'factsRecorded', lane from entry where wakes > 0 order by position
  ), quiet_in as (
    insert into quiet_facts (order_id) select id from entry where quiet order by position
  )
  insert into log_entries (actor_kind, actor_id, department, action, order_id, fact_number, detail)
  select "actorKind", "actorId", department, type, id, number,
    jsonb_strip_nulls(jsonb_build_object('onBehalfOf', "onBehalfOf")) from fact order by position, number`;
