import { z } from 'zod';
import type { Provider } from '../../domain/payment.js';
import type { Stack } from '../stack.js';
import { type Done, type RecordingClient, recordingClient } from './client.js';
import type { History } from './history.js';

/** The company's people as the drills use them, each at the public API with a token of their own. */
export type People = ReturnType<typeof peopleOf>;

export const PERSONAL = { name: '钱多多', phone: '+8613912345678', mail: 'qian.duoduo' } as const;

export interface Entry {
  amountMinor: number;
  submit: boolean;
  notify: boolean;
  by: 'email' | 'phone';
}

export function peopleOf(stack: Stack, door: { url: string; history: History; stop: AbortSignal }) {
  const as = (person: string): RecordingClient => recordingClient({ ...door, token: stack.tokenOf(person) });
  const [desk, finance, logistics, reviewer] = ['desk', 'finance', 'logistics', 'reviewer'].map(as) as [
    RecordingClient,
    RecordingClient,
    RecordingClient,
    RecordingClient,
  ];
  const technician = as('technician');
  const stranger = recordingClient({ ...door, token: 'oqr_nobody' });
  return {
    enter: (orderNo: string, { amountMinor, submit, notify, by }: Entry): Promise<Done> =>
      desk.act({
        ...{ orderNo, name: 'enter', path: '/orders', unnumbered: true },
        lands: [{ type: 'order_entered' }, ...(submit ? [{ type: 'code_requested' } as const] : [])],
        body: {
          ...{ orderNo, settlement: 'prepaid', currency: 'CNY', submit, notify },
          orderedAt: '2026-11-20T08:00:00+08:00',
          customer: {
            ref: `C-${orderNo}`,
            name: PERSONAL.name,
            ...(by === 'email' ? { email: `${PERSONAL.mail}@example.com` } : { phone: PERSONAL.phone }),
          },
          lines: [{ kind: 'goods', sku: 'TEA-1', name: '龙井茶', quantity: 2, amountMinor }],
        },
      }),
    /** A body as it is, however wrong; text goes out as it stands. */
    enterBody: (orderNo: string, body: unknown): Promise<Done> =>
      desk.act({ orderNo, name: 'enter wrongly', path: '/orders', lands: [{ type: 'order_entered' }], body }),
    pay: (orderNo: string, externalId: string, amountMinor: number, happenedAt?: string): Promise<Done> =>
      finance.act({
        ...{ orderNo, name: `pay ${externalId}`, path: `/orders/${orderNo}/facts` },
        lands: [{ type: 'payment_received', externalId, amountMinor }],
        body: {
          type: 'payment_received',
          currency: 'CNY',
          amountMinor,
          externalId,
          ...(happenedAt && { happenedAt }),
        },
      }),
    /** With a token that nobody was given: refused, whatever it says. */
    payAsStranger: (orderNo: string, amountMinor: number): Promise<Done> =>
      stranger.act({
        ...{ orderNo, name: 'pay as a stranger', path: `/orders/${orderNo}/facts`, unwanted: true },
        lands: [{ type: 'payment_received', externalId: `${orderNo}-stranger`, amountMinor }],
        body: { type: 'payment_received', currency: 'CNY', amountMinor, externalId: `${orderNo}-stranger` },
      }),
    /** Asks a payer for money; answers the payment's id. */
    askPayment: async (orderNo: string, wish: { provider: Provider; amountMinor: number }) => {
      const { body } = await finance.act({
        ...{ orderNo, name: `ask by ${wish.provider}`, path: `/orders/${orderNo}/payment-requests` },
        ...{ lands: [], asks: 'payment', body: wish },
      });
      return startedShape.safeParse(body).data?.paymentId;
    },
    refund: (orderNo: string, paymentId: string, amountMinor: number): Promise<Done> =>
      finance.act({
        ...{ orderNo, name: 'refund', path: `/orders/${orderNo}/payments/${paymentId}/refunds` },
        ...{ lands: [], asks: 'refund', body: { amountMinor, reason: 'other_wallet' } },
      }),
    ship: (orderNo: string, externalId: string): Promise<Done> =>
      logistics.act({
        ...{ orderNo, name: `ship ${externalId}`, path: `/orders/${orderNo}/facts` },
        lands: [{ type: 'shipped', externalId }],
        body: { type: 'shipped', externalId },
      }),
    cancel: (orderNo: string): Promise<Done> =>
      desk.act({
        ...{ orderNo, name: 'cancel', path: `/orders/${orderNo}/cancellation`, body: {} },
        lands: [{ type: 'order_cancelled' }],
      }),
    scan: (orderNo: string, token: string): Promise<Done> =>
      logistics.act({
        ...{ orderNo, name: 'scan', path: '/scans', body: { token, purpose: 'look' } },
        lands: [{ type: 'scanned' }],
      }),
    claim: (orderNo: string, reviewId: string): Promise<Done> =>
      reviewer.act({
        ...{ orderNo, name: 'claim', path: `/reviews/${reviewId}/claims`, body: {} },
        lands: [{ type: 'review_claimed' }],
      }),
    approve: (orderNo: string, review: { id: string; materialFact: number }): Promise<Done> =>
      reviewer.act({
        ...{ orderNo, name: 'approve', path: `/reviews/${review.id}/decision` },
        lands: [{ type: 'review_approved' }],
        body: { decision: 'approved', materialFact: review.materialFact },
      }),
    retry: (orderNo: string, caseId: string): Promise<Done> =>
      technician.act({
        ...{ orderNo, name: 'retry', path: `/cases/${caseId}/retries` },
        lands: [{ type: 'retry_requested' }],
        body: { rootCause: 'system_fault' },
      }),
    stateOf: async (orderNo: string) => (await desk.look<{ state: string }>(`/orders/${orderNo}`))?.state,
    codeOf: async (orderNo: string) => (await desk.look<{ text: string }>(`/orders/${orderNo}/code`))?.text,
    reviewOf: async (orderNo: string) => {
      const page = await reviewer.look<{ items: ListedReview[] }>('/reviews?limit=200');
      return page?.items.find((one) => one.orderNo === orderNo);
    },
    /** The payment, once it has come so far. */
    paymentOf: async (orderNo: string, paymentId: string, state: 'pending' | 'succeeded') => {
      const found = await desk.look<ShownPayment>(`/orders/${orderNo}/payments/${paymentId}`);
      return found?.state === state ? found : undefined;
    },
    /** True once money went back. */
    refunded: async (orderNo: string) => {
      const page = await desk.look<{ items: { state: string }[] }>(`/orders/${orderNo}/refunds`);
      return page?.items.some(({ state }) => state === 'succeeded') || undefined;
    },
    waitingCases: async () => {
      const page = await technician.look<{ items: ListedCase[] }>('/cases?kind=technical&limit=100');
      return page?.items.filter(({ status }) => status === 'open') ?? [];
    },
  };
}

const startedShape = z.object({ paymentId: z.string() });

interface ShownPayment {
  state: string;
  qr: string | null;
}

interface ListedReview {
  id: string;
  orderNo: string;
  materialFact: number;
}

interface ListedCase {
  id: string;
  orderNo: string;
  status: string;
}
