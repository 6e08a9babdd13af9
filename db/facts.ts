import {
  type Actor,
  FACTS,
  type Fact,
  type FactDetail,
  type FactSource,
  type FactType,
} from '../domain/facts.js';
import { type Db, forEach, leading, row, rows, run, type Tx } from './sql.js';

export interface FactDraft {
  type: FactType;
  actor: Actor;
  source: FactSource;
  detail?: FactDetail;
  happenedAt?: Date;
  /** The stater's own id of it; the same one twice is the same fact. */
  externalId?: string;
  /** Personal parts, sealed under the order's key. */
  sealed?: Buffer;
  /** Behind live work, whatever the lane of its order. */
  lane?: 'bulk';
}

export interface Recorded {
  number: number;
  /** True when this very fact was recorded before. */
  again: boolean;
  /** When, unless it was there before. */
  recordedAt?: Date;
}

/**
 * Records a fact under the order's lock with its log row and, when it wakes, an outbox row, else a row for the sweeper: one statement. The caller
 * holds the lock (`lockOrder`); a fact with an `externalId` that is there already is returned, not repeated.
 */
export async function record(tx: Tx, orderId: string, fact: FactDraft): Promise<Recorded> {
  const known =
    fact.externalId === undefined ? undefined : await stated(tx, orderId, fact.source, fact.externalId);
  if (known !== undefined) return { number: known, again: true };
  const { family, wakes } = FACTS[fact.type];
  const inserted = await row<{ number: number; recordedAt: Date }>(tx, INSERT, {
    orderId,
    type: fact.type,
    family,
    happenedAt: fact.happenedAt ?? null,
    actorKind: fact.actor.kind,
    actorId: fact.actor.id,
    department: fact.actor.department ?? null,
    onBehalfOf: fact.actor.onBehalfOf ?? null,
    source: fact.source,
    externalId: fact.externalId ?? null,
    detail: JSON.stringify(fact.detail ?? {}),
    sealed: fact.sealed ?? null,
    lane: fact.lane ?? null,
    wakes,
    quiet: !wakes,
    signal: fact.type.startsWith('review_') ? 'reviewDecided' : 'factsRecorded',
  });
  if (!inserted) throw new Error('record: the order is gone');
  return { ...inserted, again: false };
}

const INSERT_ONE = `
  with counted as (
    update orders set fact_count = fact_count + 1 where id = :orderId returning id, fact_count as number, lane
  ), fact as (
    insert into facts (order_id, number, type, family, happened_at, actor_kind, actor_id, department, on_behalf_of, source,
      external_id, detail, sealed)
    select id, number, :type, :family, coalesce(:happenedAt::timestamptz, clock_timestamp()), :actorKind, :actorId,
      :department::text, :onBehalfOf::text, :source, :externalId::text, :detail::jsonb, :sealed::bytea
    from counted returning number, recorded_at as "recordedAt"
  ), woken as (
    insert into outbox (order_id, fact_number, signal, lane)
    select id, number, :signal, coalesce(:lane::text, lane) from counted where :wakes
  ), quiet as (
    insert into quiet_facts (order_id) select id from counted where :quiet on conflict do nothing
  ), logged as (
    insert into log_entries (actor_kind, actor_id, department, action, order_id, fact_number, detail)
    select :actorKind, :actorId, :department::text, :type, id, number,
      jsonb_strip_nulls(jsonb_build_object('onBehalfOf', :onBehalfOf::text)) from counted
  )
  select number, "recordedAt" from fact`;

/** Of different orders each: a second fact of one order would have no number of its own. */
const INSERT_MANY = `, counted as (
    update orders set fact_count = fact_count + 1 from each where id = each."orderId"
    returning id, fact_count as number, orders.lane as "orderLane", each.*
  ), fact as (
    insert into facts (order_id, number, type, family, happened_at, actor_kind, actor_id, department, on_behalf_of, source,
      external_id, detail, sealed)
    select id, number, type, family, coalesce("happenedAt", clock_timestamp()), "actorKind", "actorId", department,
      "onBehalfOf", source, "externalId", detail, sealed
    from counted returning order_id, number, recorded_at as "recordedAt"
  ), woken as (
    insert into outbox (order_id, fact_number, signal, lane)
    select id, number, signal, coalesce(lane, "orderLane") from counted where wakes
  ), quiet as (
    insert into quiet_facts (order_id) select id from counted where quiet on conflict do nothing
  ), logged as (
    insert into log_entries (actor_kind, actor_id, department, action, order_id, fact_number, detail)
    select "actorKind", "actorId", department, type, id, number,
      jsonb_strip_nulls(jsonb_build_object('onBehalfOf', "onBehalfOf")) from counted
  )
  select each.at::int as at, fact.number, fact."recordedAt" from fact join each on each."orderId" = fact.order_id`;

const INSERT = forEach(
  INSERT_ONE,
  `orderId uuid, type text, family text, happenedAt timestamptz, actorKind text, actorId text, department text,
   onBehalfOf text, source text, externalId text, detail jsonb, sealed bytea, lane text, wakes bool,
   quiet bool, signal text`,
  INSERT_MANY,
);

/** A fact that the lifecycle states of its own accord, with the number that its turn counted. It wakes nobody. */
export interface Note {
  number: number;
  type: FactType;
  detail: FactDetail;
}

/**
 * Records the facts of one turn with their log rows, in one statement. The caller holds the lock and counts them
 * (`advance`); where one of them is there already, the primary key refuses them.
 */
export async function recordNotes(
  tx: Tx,
  orderId: string,
  moment: Date,
  notes: readonly Note[],
): Promise<void> {
  await run(tx, NOTE, { orderId, moment, notes: JSON.stringify(notes) });
}

const noted = (orders: string) => `note as materialized (
    select "orderId", moment, one.* from ${orders}
      cross join lateral jsonb_to_recordset(notes) as one(number int, type text, detail jsonb)
  ), fact as (
    insert into facts (order_id, number, type, family, happened_at, recorded_at, actor_kind, actor_id, source, detail)
    select "orderId", number, type, 'lifecycle', moment, moment, 'system', 'lifecycle', 'lifecycle', detail from note
  ), logged as (
    insert into log_entries (actor_kind, actor_id, action, order_id, fact_number)
    select 'system', 'lifecycle', type, "orderId", number from note
  )`;

/** Rows that go along name its facts. */
const NOTE = leading(
  forEach(
    `with turn as (select :orderId::uuid as "orderId", :moment::timestamptz as moment, :notes::jsonb as notes),
     ${noted('turn')} select from note`,
    'orderId uuid, moment timestamptz, notes jsonb',
    `, ${noted('each')} select at::int as at from each`,
  ),
);

/** The number of a fact that was stated before under this id, or undefined. */
async function stated(
  db: Db,
  orderId: string,
  source: FactSource,
  externalId: string,
): Promise<number | undefined> {
  return (await row<{ number: number }>(db, STATED, { orderId, source, externalId }))?.number;
}

const STATED = forEach(
  'select number from facts where order_id = :orderId and source = :source and external_id = :externalId',
  'orderId uuid, source text, externalId text',
);

/** The fact that was stated under an external id, or undefined. */
export async function statedDetail(
  db: Db,
  orderId: string,
  source: FactSource,
  externalId: string,
): Promise<{ type: FactType; detail: FactDetail } | undefined> {
  return row(
    db,
    'select type, detail from facts where order_id = :orderId and source = :source and external_id = :externalId',
    { orderId, source, externalId },
  );
}

/** The sealed parts of an order's facts, by number. */
export async function sealedParts(db: Db, orderId: string): Promise<Map<number, Buffer>> {
  const found = await rows<{ number: number; sealed: Buffer }>(
    db,
    'select number, sealed from facts where order_id = :orderId and sealed is not null',
    { orderId },
  );
  return new Map(found.map(({ number, sealed }) => [number, sealed]));
}

interface FactRow extends Omit<Fact, 'actor'> {
  actorKind: Fact['actor']['kind'];
  actorId: string;
  department: string | null;
  onBehalfOf: string | null;
}

/** An order's whole history, oldest first. */
export async function factsOf(db: Db, orderId: string): Promise<Fact[]> {
  return (await rows<FactRow>(db, FACTS_OF, { orderId })).map(factOf);
}

const factOf = ({ actorKind, actorId, department, onBehalfOf, ...fact }: FactRow): Fact => ({
  ...fact,
  actor: {
    ...{ kind: actorKind, id: actorId },
    ...(department && { department }),
    ...(onBehalfOf && { onBehalfOf }),
  },
});

/** The same, by the order's number. */
export async function factsOfNo(db: Db, orderNo: string): Promise<Fact[]> {
  return (await rows<FactRow>(db, FACTS_OF_NO, { orderNo })).map(factOf);
}

const FACTS_WHERE = `select number, type, happened_at as "happenedAt", recorded_at as "recordedAt", actor_kind as "actorKind",
    actor_id as "actorId", department, on_behalf_of as "onBehalfOf", source, detail
  from facts where order_id =`;
const FACTS_OF = forEach(`${FACTS_WHERE} :orderId order by number`, 'orderId uuid');
const FACTS_OF_NO = forEach(
  `${FACTS_WHERE} (select id from orders where order_no = :orderNo) order by number`,
  'orderNo text',
);
