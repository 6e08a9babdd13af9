import { CUSTOMERS_PHONE } from './customers.js';
import type { Screen } from './screen.js';
import type { Pretence, Step } from './steps.js';

const opened: readonly Step[] = [{ wait: '.verdict' }];
const proven: readonly Step[] = [
  ...opened,
  { fill: 'form input', text: CUSTOMERS_PHONE.slice(-4) },
  { tap: 'form button' },
  { wait: '.story' },
];
const CUSTOMER = { beside: true } as const;

/** The last attempt ran out. */
const OVER: Pretence = {
  to: '/customer/payment',
  body: {
    payment: {
      ...{ paymentId: '7d444840-9dc0-41d1-b245-5ffdce74fad2', provider: 'wechat', scene: 'phone' },
      ...{ amountMinor: 12_000, currency: 'CNY', state: 'closed', code: null, qr: null, link: null },
      ...{ simulated: true, createdAt: '2026-11-20T08:00:00Z', expiresAt: '2026-11-20T08:30:00Z' },
    },
  },
};

/** What customers see; each is a visit of its own, with its own second proof. */
export const CUSTOMER_SCREENS: readonly Screen[] = [
  { ...CUSTOMER, name: 'customer', path: '/Q#{customerCode}', steps: opened },
  {
    ...CUSTOMER,
    name: 'customer-proof-code',
    path: '/Q#{customerCode}',
    steps: [...opened, { tap: 'form ~ button.quiet' }],
  },
  { ...CUSTOMER, name: 'customer-proven', path: '/Q#{customerCode}', steps: proven },
  {
    ...CUSTOMER,
    name: 'customer-pays',
    path: '/Q#{payingCode}',
    steps: [...proven, { wait: 'a.main' }],
  },
  {
    ...CUSTOMER,
    name: 'customer-payment-over',
    path: '/Q#{customerCode}',
    pretend: [OVER],
    steps: [...proven, { wait: '[role=alert]' }],
  },
  { ...CUSTOMER, name: 'customer-problem', path: '/Q#{problemCode}', steps: proven },
  { ...CUSTOMER, name: 'customer-invalid', path: '/Q#{tokenForged}', steps: opened },
  { ...CUSTOMER, name: 'customer-guide', path: '/guide' },
];
