import { as, type House } from '../e2e/house.js';
import { aBatchThatStops, anOrderInDispute, anOrderWithWrongData } from '../e2e/orders.js';

/** Every screen that gets its picture. */
export interface Screen {
  name: string;
  /** Below /app. */
  path: string;
  /** A demo person; absent: whoever stands at the door. */
  as?: string;
  /** A key that opens what is photographed. */
  press?: string;
  /** Also photographed when there is nothing, when nothing comes, and when the server fails. */
  states?: boolean;
}

export async function screensOf(house: House): Promise<Screen[]> {
  const { order, reviewed, review, one, cause, wrong, dispute, batch } = await sampleOf(house);
  return [
    { name: 'sign-in', path: '/' },
    { name: 'orders', path: '/orders', as: 'desk', states: true },
    { name: 'orders-in-review', path: '/orders?state=pending_review', as: 'sales' },
    { name: 'order', path: `/orders/${order}`, as: 'service', states: true },
    { name: 'order-in-review', path: `/orders/${reviewed}`, as: 'manager' },
    { name: 'order-unknown', path: '/orders/NONE', as: 'desk' },
    { name: 'reviews', path: '/reviews', as: 'reviewer', states: true },
    { name: 'review', path: `/reviews/${review}`, as: 'reviewer', states: true },
    { name: 'cases', path: '/cases', as: 'technician', states: true },
    { name: 'case', path: `/cases/${one}`, as: 'technician', states: true },
    { name: 'incidents', path: '/incidents', as: 'technician', states: true },
    { name: 'case-wrong-data', path: `/cases/${wrong}`, as: 'technician' },
    { name: 'case-second-person', path: `/cases/${wrong}`, as: 'manager' },
    { name: 'case-dispute', path: `/cases/${dispute}`, as: 'service' },
    { name: 'incident', path: `/incidents/${cause}`, as: 'technician', states: true },
    { name: 'incidents-filtered', path: '/incidents?step=dispatch&status=waiting', as: 'technician' },
    { name: 'batches', path: '/retry-batches', as: 'technician', states: true },
    { name: 'batch', path: `/retry-batches/${batch}`, as: 'technician', states: true },
    { name: 'case-statistics', path: '/case-statistics', as: 'technician', states: true },
    { name: 'board', path: '/board', as: 'manager', states: true },
    { name: 'scan', path: '/scan', as: 'logistics' },
    { name: 'search', path: '/search', as: 'service' },
    { name: 'security', path: '/me/security', as: 'desk' },
    { name: 'people', path: '/settings/people', as: 'admin', states: true },
    { name: 'people-read', path: '/settings/people?status=active', as: 'trainer' },
    { name: 'person', path: '/settings/people/reviewer', as: 'admin', states: true },
    { name: 'calendar', path: '/settings/calendar', as: 'admin', states: true },
    { name: 'calendar-missing', path: '/settings/calendar?year=2099', as: 'manager' },
    { name: 'tokens', path: '/settings/tokens', as: 'admin', states: true },
    { name: 'help', path: '/orders', as: 'desk', press: '?' },
  ];
}

interface Page<Item> {
  items: Item[];
}

/** An order with a long story, one in review, and cases of every sort. */
async function sampleOf(house: House) {
  const [orders, reviews, cases, causes] = await Promise.all([
    as(house, 'desk').get<Page<{ orderNo: string }>>('/orders?limit=1&state=archived'),
    as(house, 'reviewer').get<Page<{ id: string; orderNo: string }>>('/reviews?limit=1'),
    as(house, 'technician').get<Page<{ id: string }>>('/cases?limit=1'),
    as(house, 'technician').get<Page<{ causeKey: string }>>('/incidents?limit=1'),
  ]);
  const [order, review] = [orders.items[0], reviews.items[0]];
  const [one, cause] = [cases.items[0], causes.items[0]];
  if (!order || !review || !one || !cause)
    throw new Error('the sample has no archived order, no review or no failure');
  const wrong = await anOrderWithWrongData(house);
  await onTheBench(house, wrong.caseId);
  const dispute = await anOrderInDispute(house);
  return {
    ...{ wrong: wrong.caseId, dispute: dispute.caseId },
    batch: await aBatchThatStops(house, cause.causeKey),
    order: order.orderNo,
    reviewed: review.orderNo,
    review: review.id,
    one: one.id,
    cause: cause.causeKey,
  };
}

/** A case on which people have begun to work: a known fix, corrected data and a skip that wait for a second person. */
async function onTheBench(house: House, caseId: string): Promise<void> {
  const technician = as(house, 'technician');
  const { causeKey } = await technician.get<{ causeKey: string }>(`/cases/${caseId}`);
  const { noteVersion } = await technician.get<{ noteVersion: number }>(`/incidents/${causeKey}`);
  await technician.post(`/incidents/${causeKey}/note`, {
    version: noteVersion,
    assignedTo: 'technician',
    knownFix: '核对客户邮箱，改正后重试。',
  });
  await technician.post(`/cases/${caseId}/amendments`, { changes: { email: 'xiaoming@example.com' } });
  await technician.post(`/cases/${caseId}/skips`, {
    rootCause: 'wrong_data',
    proof: 'signed_receipt',
    note: '柜台签收单 B-7',
  });
}
