import { CUSTOMER_SCREENS } from './customer-list.js';
import type { Sample } from './sample.js';
import type { Screen } from './screen.js';
import type { Pretence, Step } from './steps.js';

const DOOR = {
  to: '/session/door',
  body: { session: null, demo: false, passkeys: true, people: [], oidc: { name: 'Contoso ID' } },
} as const;
const methods = (...of: string[]): Pretence => ({ to: '/session', status: 202, body: { methods: of } });
const signingIn: readonly Step[] = [
  { fill: '#person', text: 'reviewer' },
  { fill: '#password', text: 'not sent anywhere' },
  { click: 'sign_in.submit' },
];
const asking: readonly Step[] = [{ press: ['?'] }, { wait: '.ant-modal' }];
const STEP_UP: Pretence = {
  to: '/stuck/exports',
  status: 403,
  body: {
    ...{ type: 'urn:order-qr:step_up_required', status: 403, code: 'step_up_required', title: 'step-up' },
    hint: { methods: ['totp', 'passkey', 'password'] },
  },
};
const scanned = (text: string): readonly Step[] => [
  { fill: '.scan-typed input', text },
  { click: 'scan.typed_send' },
  { wait: '.scan-result [data-reason]' },
];

const handling: readonly Step[] = [...scanned('{tokenParcel}'), { wait: '.goods' }];

export const SCREENS: readonly Screen[] = [
  ...CUSTOMER_SCREENS,
  { name: 'sign-in', path: '/' },
  { name: 'sign-in-ways', path: '/', pretend: [DOOR] },
  { name: 'sign-in-totp', path: '/', pretend: [DOOR, methods('totp', 'recovery_code')], steps: signingIn },
  { name: 'sign-in-recovery', path: '/', pretend: [DOOR, methods('recovery_code')], steps: signingIn },
  { name: 'sign-in-passkey', path: '/', pretend: [DOOR, methods('passkey')], steps: signingIn },
  {
    name: 'changed-password',
    path: '/orders',
    as: 'desk',
    pretend: [{ to: '/session/door', session: { mustChangePassword: true } }],
  },
  {
    name: 'menu',
    path: '/orders',
    as: 'desk',
    device: 'phone',
    steps: [{ click: 'nav.menu' }, { wait: '.phone-nav' }],
  },
  { name: 'nowhere', path: '/nowhere', as: 'desk' },
  { name: 'orders', path: '/orders', as: 'desk', states: true },
  { name: 'orders-in-review', path: '/orders?state=pending_review', as: 'sales' },
  {
    name: 'view-kept',
    path: '/orders?state=dispatched',
    as: 'manager',
    steps: [{ click: 'views.save' }, { wait: '.ant-modal' }],
  },
  { name: 'order', path: '/orders/{order}', as: 'service', states: true },
  { name: 'order-in-review', path: '/orders/{reviewed}', as: 'manager' },
  { name: 'order-on-the-way', path: '/orders/{sent}', as: 'sales' },
  { name: 'order-unknown', path: '/orders/NONE', as: 'desk' },
  {
    name: 'order-offer',
    path: '/orders/{sent}',
    as: 'sales',
    steps: [{ click: 'action.offer_transfer' }, { wait: '.ant-modal' }],
  },
  {
    name: 'order-evidence',
    path: '/orders/{sent}',
    as: 'sales',
    steps: [{ click: 'action.supply_evidence' }, { wait: '.ant-modal' }],
  },
  {
    name: 'order-cancel',
    path: '/orders/{sent}',
    as: 'manager',
    steps: [{ click: 'action.cancel_order' }, { wait: '.ant-modal' }],
  },
  {
    name: 'order-amend',
    path: '/orders/{sent}',
    as: 'sales',
    steps: [{ tap: '.amend > .ant-btn' }, { wait: '.ant-modal' }, { tap: '.ant-modal .form > .ant-btn' }],
  },
  { name: 'order-amended', path: '/orders/{amending}', as: 'finance', steps: [{ wait: '.amend del' }] },
  {
    name: 'order-record',
    path: '/orders/{sent}',
    as: 'finance',
    steps: [{ click: 'record.title' }, { wait: '.ant-modal' }],
  },
  { name: 'reviews', path: '/reviews', as: 'reviewer', states: true },
  { name: 'review', path: '/reviews/{review}', as: 'reviewer', states: true },
  { name: 'review-mine', path: '/reviews/{mine}', as: 'reviewer' },
  {
    name: 'review-reject',
    path: '/reviews/{mine}',
    as: 'reviewer',
    steps: [{ click: 'review.reject' }, { wait: '.ant-modal' }],
  },
  {
    name: 'review-return',
    path: '/reviews/{mine}',
    as: 'reviewer',
    steps: [{ click: 'review.return' }, { wait: '.ant-modal' }],
  },
  {
    name: 'review-hand-over',
    path: '/reviews/{mine}',
    as: 'reviewer',
    steps: [{ click: 'shell.more' }, { pick: 'review.hand_over' }, { wait: '.ant-modal' }],
  },
  { name: 'cases', path: '/cases', as: 'technician', states: true },
  { name: 'case', path: '/cases/{case}', as: 'technician', states: true },
  { name: 'case-wrong-data', path: '/cases/{wrong}', as: 'technician' },
  { name: 'case-second-person', path: '/cases/{wrong}', as: 'manager' },
  { name: 'case-dispute', path: '/cases/{dispute}', as: 'service' },
  { name: 'scan-alerts', path: '/scan-alerts', as: 'manager', states: true },
  { name: 'scan-alerts-read', path: '/scan-alerts', as: 'auditor' },
  { name: 'incidents', path: '/incidents', as: 'technician', states: true },
  { name: 'incidents-filtered', path: '/incidents?step=dispatch&status=waiting', as: 'technician' },
  { name: 'incident', path: '/incidents/{cause}', as: 'technician', states: true },
  { name: 'books', path: '/books', as: 'finance', states: true },
  { name: 'print-batches', path: '/print-batches', as: 'manager', states: true },
  { name: 'print-batch', path: '/print-batches/{printBatch}', as: 'manager', states: true },
  { name: 'batches', path: '/retry-batches', as: 'technician', states: true },
  { name: 'batch', path: '/retry-batches/{batch}', as: 'technician', states: true },
  { name: 'case-statistics', path: '/case-statistics', as: 'technician', states: true },
  { name: 'board', path: '/board', as: 'manager', states: true },
  {
    name: 'board-list',
    path: '/board?view=all',
    as: 'manager',
    steps: [{ wait: '.row, .card' }, { scrollTo: '.acts, .cards' }],
  },
  {
    name: 'board-reassign',
    path: '/board?view=all',
    as: 'manager',
    device: 'desk',
    steps: [{ wait: '.row' }, { press: ['j', 'x', 's'] }, { wait: '.ant-modal' }],
  },
  {
    name: 'step-up',
    path: '/board',
    as: 'manager',
    pretend: [STEP_UP],
    steps: [{ click: 'steer.export' }, { wait: '.ant-modal' }],
  },
  { name: 'scan', path: '/scan', as: 'logistics' },
  { name: 'scan-live', path: '/scan', as: 'logistics', steps: scanned('{tokenLive}') },
  { name: 'scan-forged', path: '/scan', as: 'logistics', steps: scanned('{tokenForged}') },
  { name: 'scan-replaced', path: '/scan', as: 'logistics', steps: scanned('{tokenReplaced}') },
  { name: 'scan-voided', path: '/scan?purpose=receive', as: 'logistics', steps: scanned('{tokenVoided}') },
  { name: 'scan-goods', path: '/scan?purpose=handle', as: 'logistics', steps: handling },
  {
    name: 'scan-goods-ship',
    path: '/scan?purpose=handle',
    as: 'logistics',
    steps: [...handling, { tap: '.goods .ant-segmented-item:nth-child(3)' }, { wait: '.goods-parcel' }],
  },
  {
    name: 'scan-goods-deliver',
    path: '/scan?purpose=handle',
    as: 'logistics',
    steps: [...handling, { tap: '.goods .ant-segmented-item:nth-child(4)' }, { wait: '.goods-proof' }],
  },
  {
    name: 'order-goods',
    path: '/orders/{parcel}',
    as: 'logistics',
    steps: [{ click: 'order.goods' }, { wait: '.ant-modal .goods' }],
  },
  {
    name: 'till',
    path: '/scan?purpose=till',
    as: 'finance',
    steps: [...scanned('{tokenUnpaid}'), { wait: '.till-cash' }],
  },
  {
    name: 'till-code',
    path: '/scan?purpose=till',
    as: 'finance',
    steps: [...scanned('{tokenUnpaid}'), { tap: '.till-provider button' }, { wait: '.ant-qrcode' }],
  },
  {
    name: 'till-not-yours',
    path: '/scan?purpose=till',
    as: 'logistics',
    steps: scanned('{tokenUnpaid}'),
  },
  { name: 'offline', path: '/offline', as: 'logistics', device: 'phone' },
  { name: 'search', path: '/search', as: 'service' },
  {
    name: 'search-found',
    path: '/search',
    as: 'service',
    steps: [{ fill: '.search-wide input', text: '1029' }, { press: ['Enter'] }, { wait: '.row, .card' }],
  },
  { name: 'security', path: '/me/security', as: 'desk' },
  { name: 'inbox', path: '/messages/inbox', as: 'service', states: true },
  { name: 'lost-messages', path: '/messages/lost', as: 'technician' },
  { name: 'message-templates', path: '/messages/templates', as: 'admin' },
  { name: 'people', path: '/settings/people', as: 'admin', states: true },
  { name: 'people-read', path: '/settings/people?status=active', as: 'trainer' },
  { name: 'person', path: '/settings/people/reviewer', as: 'admin', states: true },
  { name: 'tokens', path: '/settings/tokens', as: 'admin', states: true },
  { name: 'token-keys', path: '/settings/keys', as: 'admin', states: true },
  {
    name: 'token-keys-leaked',
    path: '/settings/keys',
    as: 'admin',
    steps: [{ tap: '.rows li:last-child .ant-btn-dangerous' }, { wait: '.ant-modal .rows' }],
  },
  { name: 'calendar', path: '/settings/calendar', as: 'admin', states: true },
  { name: 'calendar-missing', path: '/settings/calendar?year=2099', as: 'manager' },
  { name: 'help', path: '/orders', as: 'desk', steps: asking },
  { name: 'help-review', path: '/reviews/{review}', as: 'reviewer', steps: asking, device: 'desk' },
];

/** The list with what the sample holds: an order, a review, a token in place of its name in braces. */
export const screensOf = (sample: Sample): Screen[] =>
  SCREENS.map((screen) => ({
    ...screen,
    path: filled(screen.path, sample),
    ...(screen.steps && {
      steps: screen.steps.map((step) =>
        'fill' in step ? { ...step, text: filled(step.text, sample) } : step,
      ),
    }),
  }));

const filled = (text: string, sample: Sample): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: keyof Sample) => sample[name] ?? whole);

/** A route ends at an index, takes any text for a parameter, and what follows a `?` is not its own. */
export const shows = (route: string, { path }: Pick<Screen, 'path'>): boolean =>
  new RegExp(`^${route.replaceAll(/\$\w+/g, '[^/]+')}$`).test(path.split('?')[0] ?? '');
