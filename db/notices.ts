import type { State } from '../domain/lifecycle.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, type Page, page, readCursor, rows, run, type Tx } from './sql.js';

export type NoticeKind =
  | 'nudged'
  | 'reassigned'
  | 'escalated'
  | 'explanation_asked'
  | 'explained'
  | 'scan_anomaly';

export interface NewNotice {
  id: string;
  orderId: string;
  factNumber: number;
  kind: NoticeKind;
  fromPerson: string;
  toDepartment: string;
  toPerson: string | null;
}

/** Tells a person, or whoever of a department comes first, that something is wanted; in the transaction of its fact. */
export async function putNotice(tx: Tx, notice: NewNotice): Promise<void> {
  await run(
    tx,
    `insert into notices (id, order_id, fact_number, kind, from_person, to_department, to_person)
     values (:id, :orderId, :factNumber, :kind, :fromPerson, :toDepartment, :toPerson)`,
    { ...notice },
  );
}

export interface NoticeRow {
  id: string;
  orderNo: string;
  state: State;
  kind: NoticeKind;
  reason: string | null;
  fromPerson: string;
  fromName: string | null;
  toDepartment: string;
  toPerson: string | null;
  createdAt: Date;
  dueAt: Date | null;
  nextAction: string | null;
}

/** Whom notices are for: a person and their department, of the orders that they see. */
type Addressee = Seeing & { id: string; department: string };

/** What nobody has seen to yet, of a person and of their department, oldest first. */
export async function noticesFor(
  db: Db,
  to: Addressee,
  limit: number,
  cursor?: string,
): Promise<Page<NoticeRow>> {
  const [createdAt, id] = readCursor(cursor) ?? ['-infinity', '00000000-0000-0000-0000-000000000000'];
  const { within, scope } = withinScope(to);
  const found = await rows<NoticeRow>(
    db,
    `select n.id, o.order_no as "orderNo", o.state, n.kind, f.detail->>'reason' as reason, n.from_person as "fromPerson",
       p.display_name as "fromName", n.to_department as "toDepartment", n.to_person as "toPerson",
       n.created_at as "createdAt", o.due_at as "dueAt", o.next_action as "nextAction"
     from notices n join orders o on o.id = n.order_id
       join facts f on f.order_id = n.order_id and f.number = n.fact_number left join people p on p.id = n.from_person
     where n.seen_at is null and (n.created_at, n.id) > (:createdAt::timestamptz, :id::uuid)
       and (n.to_person = :person or (n.to_person is null and n.to_department = :department)) and ${within}
     order by n.created_at, n.id limit :limit`,
    { ...scope, person: to.id, department: to.department, createdAt, id, limit: limit + 1 },
  );
  return page(found, limit, (last) => [last.createdAt.toISOString(), last.id]);
}

/** Puts a notice away; whoever it was not for finds none. Twice it is away once. */
export async function seeNotice(
  tx: Tx,
  id: string,
  { id: person, department, ...seeing }: Addressee,
): Promise<boolean> {
  const { within, scope } = withinScope(seeing);
  const seen = await run(
    tx,
    `update notices set seen_at = coalesce(seen_at, clock_timestamp()), seen_by = coalesce(seen_by, :person)
     where id = :id and (to_person = :person or (to_person is null and to_department = :department))
       and exists (select from orders o where o.id = order_id and ${within})`,
    { ...scope, id, person, department },
  );
  return seen === 1;
}

/** Answers what was asked about an order: its open questions are away. */
export async function seeQuestions(tx: Tx, orderId: string, person: string): Promise<void> {
  await run(
    tx,
    `update notices set seen_at = clock_timestamp(), seen_by = :person
     where order_id = :orderId and kind = 'explanation_asked' and seen_at is null`,
    { orderId, person },
  );
}
