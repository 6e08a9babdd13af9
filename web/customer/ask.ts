import type { z } from 'zod';
import type { Problem } from '../../api/contract/problem.js';
import type { Routes } from '../../api/contract/routes.js';

/** The routes that this page calls; their contract says what they take and answer. */
const ADDRESSES = {
  openCustomerPage: ['POST', '/customer/sessions'],
  leaveCustomerPage: ['DELETE', '/customer/session'],
  showCustomerOrder: ['GET', '/customer/order'],
  askProofCode: ['POST', '/customer/proof-codes'],
  proveCustomer: ['POST', '/customer/proofs'],
  confirmByCustomer: ['POST', '/customer/confirmations'],
  reportProblem: ['POST', '/customer/problems'],
  reportMisuse: ['POST', '/customer/misuses'],
  payByCustomer: ['POST', '/customer/payments'],
  showCustomerPayment: ['GET', '/customer/payment'],
  showCustomerContact: ['GET', '/customer/contact'],
  chooseCustomerContact: ['POST', '/customer/contact'],
  showPushKey: ['GET', '/push-key'],
  subscribePush: ['POST', '/customer/push-subscriptions'],
} as const satisfies Partial<Record<keyof Routes, readonly [string, string]>>;
type Address = keyof typeof ADDRESSES;

type Bodies<A> = {
  [Status in keyof A]: A[Status] extends { schema: infer S extends z.ZodType } ? z.output<S> : never;
};
export type Answer<N extends Address> = Bodies<Routes[N]['answers']>[keyof Routes[N]['answers']];
export type CustomerPage = Answer<'showCustomerOrder'>;

/** A refusal that the server told, or the lack of any answer (`code` is `unreachable`). */
export class Refused extends Error {
  readonly code: string;
  readonly sentence: string | undefined;
  readonly reference: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(told: Partial<Problem> & { code: string }) {
    super(told.code);
    this.name = 'Refused';
    this.code = told.code;
    this.sentence = told.status !== undefined && told.status < 500 ? told.detail : undefined;
    this.reference = told.instance?.replace('urn:uuid:', '') ?? told.code;
    const seconds = told.hint?.retryAfterSeconds;
    this.retryAfterSeconds = typeof seconds === 'number' ? seconds : undefined;
  }
}

/** Sends one request; a deed that is sent again after a lost answer has the same key. */
export async function ask<N extends Address>(name: N, body?: object, key = newKey()): Promise<Answer<N>> {
  const [method, path] = ADDRESSES[name];
  const response = await fetch(path, {
    method,
    headers: {
      accept: 'application/json',
      'accept-language': document.documentElement.lang,
      ...(body && { 'content-type': 'application/json' }),
      ...(method === 'POST' && { 'idempotency-key': key }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Refused({ code: 'unreachable' });
  });
  if (response.ok) return (await response.json()) as Answer<N>;
  throw await refusedBy(response);
}

/** The symbol of the code, as SVG. */
export async function askSymbol(): Promise<string> {
  const response = await fetch('/customer/code.svg').catch(() => {
    throw new Refused({ code: 'unreachable' });
  });
  if (!response.ok) throw await refusedBy(response);
  return response.text();
}

async function refusedBy(response: Response): Promise<Refused> {
  const told: unknown = await response.json().catch(() => undefined);
  return new Refused(isProblem(told) ? told : { code: 'unreachable' });
}

const isProblem = (told: unknown): told is Problem =>
  typeof told === 'object' && told !== null && 'code' in told && 'status' in told;

/** `crypto.randomUUID` is missing in older in-app browsers, and over plain HTTP. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
