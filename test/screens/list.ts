import { as, type House } from '../e2e/house.js';

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
  const { order, reviewed, review, one, cause } = await sampleOf(house);
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
    { name: 'incident', path: `/incidents/${cause}`, as: 'technician' },
    { name: 'board', path: '/board', as: 'manager', states: true },
    { name: 'scan', path: '/scan', as: 'logistics' },
    { name: 'search', path: '/search', as: 'service' },
    { name: 'security', path: '/me/security', as: 'desk' },
    { name: 'people', path: '/settings/people', as: 'admin', states: true },
    { name: 'people-read', path: '/settings/people?status=active', as: 'trainer' },
    { name: 'person', path: '/settings/people/reviewer', as: 'admin', states: true },
    { name: 'tokens', path: '/settings/tokens', as: 'admin', states: true },
    { name: 'help', path: '/orders', as: 'desk', press: '?' },
  ];
}

interface Page<Item> {
  items: Item[];
}

/** An order with a long story, one in review, and a case. */
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
  return {
    order: order.orderNo,
    reviewed: review.orderNo,
    review: review.id,
    one: one.id,
    cause: cause.causeKey,
  };
}
