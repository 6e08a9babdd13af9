import { ORDER_ITEM, type OrderItem } from './order-list.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, rows, run } from './sql.js';

/** What an order was found by. */
export type FoundBy =
  | 'code'
  | 'order_no'
  | 'customer_no'
  | 'phone'
  | 'email'
  | 'tracking_no'
  | Sought['terms'][number]['by'];

/** What is looked for; whatever is personal comes as keyed hashes. */
export interface Sought {
  /** Upper case; the whole number, how it begins, or its last characters. */
  orderNo?: string;
  tokenId?: Uint8Array;
  customerKeys: readonly Buffer[];
  phoneKeys: readonly Buffer[];
  emailKeys: readonly Buffer[];
  parcelKeys: readonly Buffer[];
  terms: readonly { by: 'phone_last4' | 'name' | 'pinyin'; term: Buffer }[];
}

export interface FoundOrder extends OrderItem {
  by: FoundBy[];
  customerSealed: Buffer | null;
  kekId: string | null;
  wrapped: Buffer | null;
}

/** Orders that a person sees and that match, the closest first, then the newest; each way of finding takes an index. */
export function findOrders(db: Db, person: Seeing, sought: Sought, limit: number): Promise<FoundOrder[]> {
  const { within, scope } = withinScope(person);
  const ways = waysOf(sought, within);
  if (ways.length === 0) return Promise.resolve([]);
  return rows(
    db,
    `with hit (id, by, rank) as (${ways.map((way) => `(${way})`).join(' union all ')}),
     found as (select id as order_id, array_agg(distinct by) as by, min(rank) as rank from hit group by id)
     select ${ORDER_ITEM}, by, customer_sealed as "customerSealed",
       (select kek_id from data_keys k where k.order_id = o.id and purpose = 'pii') as "kekId",
       (select wrapped from data_keys k where k.order_id = o.id and purpose = 'pii') as wrapped
     from found join orders o on o.id = found.order_id where ${within} order by rank, created_at desc, id limit :limit`,
    { ...scope, ...bound(sought), limit },
  );
}

const SHORTEST = 3;

function waysOf(sought: Sought, within: string): string[] {
  const { orderNo, tokenId, customerKeys, phoneKeys, emailKeys, parcelKeys, terms } = sought;
  const long = (orderNo?.length ?? 0) >= SHORTEST;
  return [
    ...(tokenId
      ? [`select order_id as id, 'code' as by, 0 as rank from codes where token_id = :tokenId`]
      : []),
    ...(orderNo !== undefined
      ? [`select o.id, 'order_no', 0 from orders o where upper(o.order_no) = :orderNo and ${within}`]
      : []),
    ...(long
      ? [
          `select o.id, 'order_no', 1 from orders o where upper(o.order_no) like :begins and ${within}
           order by upper(o.order_no) using ~<~ limit :limit`,
          `select o.id, 'order_no', 2 from orders o where reverse(upper(o.order_no)) like :ends and ${within}
           order by reverse(upper(o.order_no)) using ~<~ limit :limit`,
        ]
      : []),
    ...byKey('customer_no', 'customer_key', customerKeys, within),
    ...byKey('phone', 'phone_key', phoneKeys, within),
    ...byKey('email', 'email_key', emailKeys, within),
    ...(parcelKeys.length > 0
      ? [
          `select o.id, 'tracking_no', 3 from tracking_numbers t join orders o on o.id = t.order_id
           where t.term = ${anyOf('parcel_key')} and ${within}
           order by o.ordered_at desc limit :limit`,
        ]
      : []),
    ...(terms.length > 0
      ? [
          `select t.order_id, a.by, 4 from jsonb_to_recordset(:terms::jsonb) as a(term text, by text)
           cross join lateral (
             select order_id from order_terms join orders o on o.id = order_id
             where term = decode(a.term, 'hex') and ${within}
             order by order_terms.created_at desc limit :limit) as t`,
        ]
      : []),
  ];
}

/** Any of the keyed hashes that are bound under a name. */
const anyOf = (name: string): string =>
  `any(array(select decode(key, 'hex') from jsonb_array_elements_text(:${name}::jsonb) as key))`;

const byKey = (by: FoundBy, column: string, keys: readonly Buffer[], within: string): string[] =>
  keys.length === 0
    ? []
    : [
        `select o.id, '${by}', 3 from orders o where o.${column} = ${anyOf(column)} and ${within}
         order by o.ordered_at desc limit :limit`,
      ];

function bound({ orderNo = '', tokenId, ...keys }: Sought): Record<string, unknown> {
  const pattern = (text: string) => `${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const hex = (all: readonly Buffer[]) => JSON.stringify(all.map((key) => key.toString('hex')));
  const reversed = [...orderNo].toReversed().join('');
  return {
    ...{ orderNo, begins: pattern(orderNo), ends: pattern(reversed) },
    tokenId: tokenId ? Buffer.from(tokenId) : null,
    customer_key: hex(keys.customerKeys),
    phone_key: hex(keys.phoneKeys),
    email_key: hex(keys.emailKeys),
    parcel_key: hex(keys.parcelKeys),
    terms: JSON.stringify(keys.terms.map(({ by, term }) => ({ by, term: term.toString('hex') }))),
  };
}

export interface Untermed {
  id: string;
  customerSealed: Buffer | null;
  kekId: string;
  wrapped: Buffer;
}

/** Orders that nothing was hashed of yet, by id, after a given one. */
export function ordersWithoutTerms(db: Db, after: string, limit: number): Promise<Untermed[]> {
  return rows(
    db,
    `select o.id, o.customer_sealed as "customerSealed", k.kek_id as "kekId", k.wrapped
     from orders o join data_keys k on k.order_id = o.id and k.purpose = 'pii' and k.wrapped is not null
     where o.id > :after::uuid and o.customer_sealed is not null
       and not exists (select from order_terms t where t.order_id = o.id)
     order by o.id limit :limit`,
    { after, limit },
  );
}

/** Writes what orders are found by, as old as the orders are; what is there already stays. */
export async function putTerms(
  db: Db,
  orders: readonly { id: string; terms: readonly Buffer[] }[],
): Promise<void> {
  const entries = orders.map(({ id, terms }) => ({ id, terms: terms.map((term) => term.toString('hex')) }));
  await run(
    db,
    `insert into order_terms (order_id, term, created_at)
     select o.id, decode(t.term, 'hex'), o.created_at
     from jsonb_to_recordset(:entries::jsonb) as e(id uuid, terms jsonb)
     join orders o on o.id = e.id cross join lateral jsonb_array_elements_text(e.terms) as t(term)
     on conflict do nothing`,
    { entries: JSON.stringify(entries) },
  );
}

/** Puts what an order is found by in place of what it was found by before. */
export async function replaceTerms(db: Db, order: { id: string; terms: readonly Buffer[] }): Promise<void> {
  await run(db, 'delete from order_terms where order_id = :id', { id: order.id });
  await putTerms(db, [order]);
}
