import type { z } from 'zod';
import { problem } from '../api/contract/problem.js';
import type { Contract } from '../api/contract/route.js';
import { ROUTES, type RouteName, type Routes } from '../api/contract/routes.js';
import { Answered, Unreachable } from './failures.js';

/** What came back, as it came. */
export interface Reply {
  status: number;
  mediaType: string;
  bytes: Buffer;
}

type Answers<N extends RouteName> = Routes[N]['answers'];

/** What a route answers, parsed by its contract; a drawing is its bytes. */
export type AnswerOf<N extends RouteName> = {
  [Status in keyof Answers<N>]: Answers<N>[Status] extends { schema: infer S extends z.ZodType }
    ? z.output<S>
    : Buffer;
}[keyof Answers<N>];

/** The good answer of a route, or the refusal that was sent instead. */
export function goodReply(url: string, reply: Reply): Reply {
  if (reply.status >= 200 && reply.status < 300) return reply;
  const json = reply.bytes.toString();
  const told = problem.safeParse(parsedJson(json));
  if (told.success) throw new Answered(told.data, json);
  throw new Unreachable(
    `${url} 的回答不是 Order QR 的（HTTP ${reply.status}），请检查地址。`,
    `What answers at ${url} is not Order QR (HTTP ${reply.status}); check the address.`,
  );
}

/** Reads an answer by the contract, which the server of the same version keeps. */
export function answerOf<N extends RouteName>(name: N, { status, bytes }: Reply): AnswerOf<N> {
  const route: Contract = ROUTES[name];
  const answer = route.answers[status];
  if (answer && !('schema' in answer)) return bytes as AnswerOf<N>;
  const parsed = answer?.schema.safeParse(parsedJson(bytes.toString()));
  if (parsed?.success) return parsed.data as AnswerOf<N>;
  throw new Unreachable(
    '服务的回答与本版 oqr 不符：请使用同一版本，或加 --json 看原文。',
    'The answer does not fit this oqr: use the version of the server, or --json to see it raw.',
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
