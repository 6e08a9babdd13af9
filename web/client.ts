import type { z } from 'zod';
import type { Problem } from '../api/contract/problem.js';
import type { Routes } from '../api/contract/routes.js';
import { ADDRESSES, type Address } from './addresses.js';
import { sessionEnded } from './session.js';
import { askStepUp } from './step-up.js';

type Part<R, Name extends string> =
  R extends Record<Name, infer S extends z.ZodType> ? { [K in Name]: z.input<S> } : unknown;

/** What a route takes, by its contract. */
export type Asked<N extends Address> = Part<Routes[N], 'params'> &
  Partial<Part<Routes[N], 'query'>> &
  Part<Routes[N], 'body'>;

type Answers<N extends Address> = Routes[N]['answers'];
type Bodies<A> = {
  [Status in keyof A]: A[Status] extends { schema: infer S extends z.ZodType } ? z.output<S> : never;
};

/** What a route answers, by its contract. */
export type Answer<N extends Address> = Bodies<Answers<N>>[keyof Answers<N>];

/** A refusal or failure that was told by the server, or the lack of any answer (`code` is `unreachable`). */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  readonly sentence: string | undefined;
  readonly reference: string | undefined;
  readonly hint: Readonly<Record<string, unknown>>;

  constructor(told: Partial<Problem> & { code: string }) {
    super(told.code);
    this.name = 'Refused';
    this.code = told.code;
    this.status = told.status ?? 0;
    this.sentence = told.detail;
    this.reference = told.instance?.replace('urn:uuid:', '');
    this.hint = told.hint ?? {};
  }
}

export interface Sending {
  /** The same key again is the same deed. */
  key?: string;
  waitSeconds?: number;
  signal?: AbortSignal;
  /** Outlives the page that sends it. */
  keepalive?: boolean;
}

/** Sends one request; a refusal is thrown. */
export async function send<N extends Address>(
  name: N,
  asked: Asked<N>,
  sending: Sending = {},
): Promise<Answer<N>> {
  const response = await fetched(name, asked, sending);
  return (await response.json()) as Answer<N>;
}

/** A drawing or file, as it came. */
export async function sendForFile<N extends Address>(
  name: N,
  asked: Asked<N>,
  signal?: AbortSignal,
): Promise<Blob> {
  const response = await fetched(name, asked, signal ? { signal } : {});
  return response.blob();
}

/** Uploads one file; its name travels percent-encoded. */
export async function sendFile(asked: Asked<'addFile'>, file: File, key: string): Promise<Answer<'addFile'>> {
  const [method, path] = ADDRESSES.addFile;
  const response = await answered(addressOf(path, asked), {
    method: method.toUpperCase(),
    headers: {
      accept: 'application/json',
      'accept-language': document.documentElement.lang,
      'content-type': file.type,
      'x-file-name': encodeURIComponent(file.name),
      'idempotency-key': key,
    },
    body: file,
  });
  if (!response.ok) throw await refusedBy(response);
  return (await response.json()) as Answer<'addFile'>;
}

/** Uploads one picture of printed labels; what was found on it is the answer. */
export async function sendPicture(
  asked: Asked<'gradePrints'>,
  picture: File,
): Promise<Answer<'gradePrints'>> {
  const [method, path] = ADDRESSES.gradePrints;
  const response = await answered(addressOf(path, asked), {
    method: method.toUpperCase(),
    headers: {
      accept: 'application/json',
      'accept-language': document.documentElement.lang,
      'content-type': picture.type,
      'idempotency-key': crypto.randomUUID(),
    },
    body: picture,
  });
  if (!response.ok) throw await refusedBy(response);
  return (await response.json()) as Answer<'gradePrints'>;
}

/** Uploads a provider's bill. */
export async function sendBill(asked: Asked<'takeBill'>, bill: File): Promise<void> {
  const [method, path] = ADDRESSES.takeBill;
  const response = await answered(addressOf(path, asked), {
    method: method.toUpperCase(),
    headers: {
      accept: 'application/json',
      'accept-language': document.documentElement.lang,
      'content-type': 'text/csv',
      'idempotency-key': crypto.randomUUID(),
    },
    body: bill,
  });
  if (!response.ok) throw await refusedBy(response);
}

async function fetched(
  name: Address,
  asked: object,
  { key, waitSeconds, signal, keepalive }: Sending,
): Promise<Response> {
  const [method, path] = ADDRESSES[name];
  const { body, ...address }: { body?: unknown; params?: object; query?: object } = asked;
  const init: RequestInit = {
    method: method.toUpperCase(),
    headers: {
      accept: 'application/json',
      'accept-language': document.documentElement.lang,
      ...(method === 'post' && {
        'content-type': 'application/json',
        'idempotency-key': key ?? crypto.randomUUID(),
      }),
      ...(waitSeconds !== undefined && { prefer: `wait=${waitSeconds}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
    ...(keepalive && { keepalive }),
  };
  const url = addressOf(path, address);
  const response = await answered(url, init);
  if (response.ok) return response;
  const refused = await refusedBy(response);
  if (refused.code !== 'step_up_required' || !(await askStepUp(methodsOf(refused)))) throw refused;
  const second = await answered(url, init);
  if (!second.ok) throw await refusedBy(second);
  return second;
}

const methodsOf = ({ hint }: Refused): string[] =>
  Array.isArray(hint.methods) ? hint.methods.map(String) : [];

async function answered(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Refused({ code: 'unreachable' });
  }
}

function addressOf(path: string, { params = {}, query = {} }: { params?: object; query?: object }): string {
  const values = new Map(Object.entries(params));
  const filled = path.replaceAll(/:(\w+)/g, (_, field: string) =>
    encodeURIComponent(String(values.get(field))),
  );
  const asked = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(asked.map(([field, value]) => [field, String(value)])).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

async function refusedBy(response: Response): Promise<Refused> {
  const told: unknown = await response.json().catch(() => undefined);
  if (!isProblem(told)) return new Refused({ code: 'internal', status: response.status });
  if (told.code === 'unauthenticated') sessionEnded();
  return new Refused(told);
}

const isProblem = (told: unknown): told is Problem =>
  typeof told === 'object' && told !== null && 'code' in told && 'status' in told;
