import type { Right, Role } from './people.js';

/** Saved views: a list with a filter under a name, for oneself or others; `web` and `oqr` show the same. */

export const VIEW_LISTS = ['orders', 'reviews', 'cases', 'waiting'] as const;
export type ViewList = (typeof VIEW_LISTS)[number];

/** Whoever may read a list may keep views of it. */
export const LIST_RIGHT: Readonly<Record<ViewList, Right>> = {
  orders: 'order.read',
  reviews: 'review.read',
  cases: 'case.read',
  waiting: 'stuck.read',
};

export const SHARINGS = ['mine', 'role', 'everybody'] as const;
export type Sharing = (typeof SHARINGS)[number];

/** A filter as the list's address carries it. */
export type ViewQuery = Readonly<Record<string, string>>;

/** A view that comes with the house, for the people of some roles. */
export interface Preset {
  id: string;
  list: ViewList;
  nameZh: string;
  nameEn: string;
  roles: readonly Role[];
  query: ViewQuery;
}

const REVIEWING: readonly Role[] = ['reviewer', 'review_lead', 'manager', 'supervisor', 'auditor'];
const MENDING: readonly Role[] = ['technician', 'manager', 'supervisor'];
const SETTLING: readonly Role[] = ['customer_service', 'finance', 'manager'];
const LEADING: readonly Role[] = ['manager', 'supervisor', 'technician', 'auditor', 'administrator'];
const TRADING: readonly Role[] = ['order_desk', 'sales', 'customer_service', 'logistics', 'manager'];

const preset = (
  list: ViewList,
  key: string,
  names: readonly [string, string],
  roles: readonly Role[],
  query: ViewQuery,
): Preset => ({ id: `preset-${list}-${key}`, list, nameZh: names[0], nameEn: names[1], roles, query });

/** Orders that wait; a technical fault is one line elsewhere, not a row of each order (P4.2.2). */
const stuck = (key: string, names: readonly [string, string], query: ViewQuery): Preset =>
  preset('waiting', key, names, LEADING, { ...query, faults: 'grouped' });

export const PRESETS: readonly Preset[] = [
  preset('reviews', 'large', ['大额订单', 'Large amounts'], REVIEWING, { amountFrom: '1000000' }),
  preset('reviews', 'first', ['首单', 'First orders'], REVIEWING, { reason: 'first_order_at_least' }),
  preset('reviews', 'watched', ['重点跟踪', 'Watched'], REVIEWING, { reason: 'watched' }),
  preset('reviews', 'reissued', ['重发过码', 'Reissued'], REVIEWING, { reason: 'reissued' }),
  preset('cases', 'technical', ['技术异常', 'Technical'], MENDING, { kind: 'technical' }),
  preset('cases', 'business', ['业务异常', 'Business'], SETTLING, { kind: 'business' }),
  stuck('dear', ['今日要救的', 'To be saved today'], { order: 'value' }),
  stuck('tomorrow', ['明天会超时', 'Late tomorrow'], { scope: 'tomorrow' }),
  stuck('unpaid', ['等付款', 'Unpaid'], { cause: 'unpaid' }),
  stuck('review', ['审核超时', 'Reviews overdue'], { state: 'pending_review' }),
  stuck('transfers', ['交接无人应答', 'Transfers unanswered'], { cause: 'transfer_unanswered' }),
  stuck('mine', ['我的', 'Mine'], { scope: 'all', person: 'me' }),
  stuck('watched', ['重点跟踪', 'Watched'], { scope: 'all', watched: 'true' }),
  stuck('held', ['搁置', 'On hold'], { scope: 'all', held: 'true' }),
  stuck('under-way', ['全部在途', 'All under way'], { scope: 'all' }),
  preset('orders', 'unsubmitted', ['待提交', 'Not submitted'], TRADING, { state: 'entered' }),
  preset('orders', 'circulating', ['流转中', 'Circulating'], TRADING, { state: 'circulating' }),
  preset('orders', 'exception', ['异常中', 'In exception'], TRADING, { state: 'exception' }),
  preset('orders', 'review', ['待人工审核', 'In review'], TRADING, { state: 'pending_review' }),
];

/** The presets of a list that the roles of a person come with. */
export const presetsFor = (roles: readonly Role[], list: ViewList): Preset[] =>
  PRESETS.filter((one) => one.list === list && one.roles.some((role) => roles.includes(role)));

/** A person keeps at most so many views. */
export const MOST_VIEWS = 100;
/** A badge counts no further. */
export const MOST_COUNTED = 999;
