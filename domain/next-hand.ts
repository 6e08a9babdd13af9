import { DEPARTMENTS, type Department, type Right } from './people.js';

/** Whom to take an order to, and what they would do with it. */
export interface NextHand {
  department: Department;
  /** The next action of the order, as lists show it. */
  does: string;
}

/** Whose work each next action is, whatever department has the order in its hands. */
const HANDS: Readonly<Record<string, { department: Department; right: Right }>> = {
  request_code: { department: 'order_desk', right: 'code.request' },
  record_payment: { department: 'finance', right: 'payment.record' },
  approve_credit: { department: 'finance', right: 'credit.approve' },
  record_shipment: { department: 'logistics', right: 'shipment.record' },
  record_delivery: { department: 'logistics', right: 'shipment.record' },
  record_service: { department: 'logistics', right: 'service.record' },
  decide_review: { department: 'review', right: 'review.decide' },
  retry_case: { department: 'technology', right: 'case.retry' },
  check_worker: { department: 'technology', right: 'case.retry' },
  release_hold: { department: 'management', right: 'order.hold' },
};

/** Who has the next move; the owner, for what no department has to itself. Null at rest. */
export function nextHand(order: { nextAction: string | null; ownerDepartment: string }): NextHand | null {
  const { nextAction, ownerDepartment } = order;
  if (nextAction === null) return null;
  const owner = DEPARTMENTS.find((known) => known === ownerDepartment);
  const department = HANDS[nextAction]?.department ?? owner;
  return department ? { department, does: nextAction } : null;
}

/** Whether a person with these rights makes the next move themselves. */
export function isNextHand(
  hand: NextHand | null,
  person: { rights: ReadonlySet<Right>; department: Department },
): boolean {
  if (!hand) return false;
  const right = HANDS[hand.does]?.right;
  return right ? person.rights.has(right) : person.department === hand.department;
}
