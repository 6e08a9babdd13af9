import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Contract } from '../api/contract/route.js';
import { ROUTES, type RouteName, type Routes } from '../api/contract/routes.js';
import { Interrupted, type Language, Unreachable, Usage } from './failures.js';
import { goodReply, type Reply } from './reply.js';
import type { Target } from './target.js';

/** A JSON text that goes to the server as it stands. */
export interface AsWritten {
  readonly asWritten: string;
}

type Part<R, Name extends string, More = never> =
  R extends Record<Name, infer S extends z.ZodType> ? { [K in Name]: z.input<S> | More } : unknown;

/** What a route takes, by its contract. */
export type RequestOf<N extends RouteName> = Part<Routes[N], 'params'> &
  Partial<Part<Routes[N], 'query'>> &
  Part<Routes[N], 'body', AsWritten>;

export interface Sending {
  /** The same key again is the same deed. */
  idempotencyKey?: string | undefined;
  waitSeconds?: number | undefined;
}

export interface Client {
  readonly url: string;
  /** Sends one request and answers with what came back; a refusal is thrown. */
  send<N extends RouteName>(name: N, request: RequestOf<N>, sending?: Sending): Promise<Reply>;
  /** The headers that say who calls, and in which language. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const ANSWER_MS = 60_000;

export function openClient(target: Target, language: Language, signal: AbortSignal): Client {
  const headers = {
    'accept-language': language,
    ...(target.token === undefined ? {} : { authorization: `Bearer ${bearer(target.token)}` }),
  };
  return {
    url: target.url,
    headers,
    signal,
    send: async (name, request, sending = {}) => {
      const route: Contract = ROUTES[name];
      const { body, ...address }: { body?: unknown; params?: object; query?: object } = { ...request };
      const key = route.method === 'post' ? (sending.idempotencyKey ?? randomUUID()) : undefined;
      const init: RequestInit = {
        method: route.method.toUpperCase(),
        headers: { ...headers, ...headersOf(key, sending) },
        ...(body === undefined ? {} : { body: written(body) }),
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
      };
      const url = `${target.url}${addressOf(name, address)}`;
      return goodReply(target.url, await fetched(url, init, { key, stopped: signal }));
    },
  };
}

/** The path with its parameters checked by the contract first: a stray one would be another address. */
export function addressOf(name: RouteName, { params, query }: { params?: object; query?: object }): string {
  const { path, ...route }: Contract = ROUTES[name];
  const checked = route.params?.safeParse(params);
  if (checked && !checked.success) {
    const wrong = checked.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Usage(`这样的编号不存在：${wrong}`, `No ${wrong} looks like this.`);
  }
  const values = new Map(Object.entries(checked?.data ?? {}));
  const filled = path.replaceAll(/:(\w+)/g, (_, field: string) =>
    encodeURIComponent(String(values.get(field))),
  );
  const asked = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  const texts = Object.fromEntries(asked.map(([field, value]) => [field, String(value)]));
  const search = new URLSearchParams(texts).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

function headersOf(key: string | undefined, { waitSeconds }: Sending): Record<string, string> {
  return {
    ...(key === undefined ? {} : { 'idempotency-key': key, 'content-type': 'application/json' }),
    ...(waitSeconds === undefined ? {} : { prefer: `wait=${waitSeconds}` }),
  };
}

/** A header holds visible ASCII; anything else would fail unsaid. */
function bearer(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new Usage('访问令牌含有不可用的字符。', 'The token holds characters that no token has.');
}

function written(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'asWritten' in body) return String(body.asWritten);
  return JSON.stringify(body);
}

async function fetched(
  url: string,
  init: RequestInit,
  { key, stopped }: { key: string | undefined; stopped: AbortSignal },
): Promise<Reply> {
  try {
    const response = await fetch(url, init);
    const mediaType = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    return { status: response.status, mediaType, bytes: Buffer.from(await response.arrayBuffer()) };
  } catch (error) {
    if (stopped.aborted) throw new Interrupted();
    throw unreachable(new URL(url).origin, error, key);
  }
}

/** What was sent may have been done: the same key makes trying again harmless. */
export function unreachable(origin: string, error: unknown, key: string | undefined): Unreachable {
  const why = causeOf(error);
  const [zh, en] =
    key === undefined
      ? ['服务在运行吗？', 'Is it running?']
      : [
          `再试时加上 --idempotency-key ${key}，不会重复登记。`,
          `Try again with --idempotency-key ${key}: it is then done once.`,
        ];
  return new Unreachable(`没有连上 ${origin}（${why}）。${zh}`, `No answer from ${origin} (${why}). ${en}`);
}

/** Errors of Node's core are told by what they carry, not by their class. */
function causeOf(error: unknown): string {
  const cause = partOf(error, 'cause') ?? error;
  const [code, message] = [partOf(cause, 'code'), partOf(cause, 'message')];
  return String(typeof code === 'string' ? code : message || cause);
}

function partOf(error: unknown, part: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, part) : undefined;
}
