import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { History, Operation, Outcome } from './history.js';

/** A person at the public API whose every operation is written down, before and after. */
export interface RecordingClient {
  /** One operation, tried under the same key until its outcome is known or the patience is over. */
  act(asked: Act): Promise<Done>;
  /** A look, again until it is answered; leaves nothing behind and is not written down. */
  look<Answer>(path: string): Promise<Answer | undefined>;
}

export interface Act extends Pick<Operation, 'orderNo' | 'name' | 'lands' | 'asks' | 'unwanted'> {
  path: string;
  body: unknown;
  /** Its answer names a number that is not of its own fact. */
  unnumbered?: true;
}

export interface Done {
  outcome: Outcome;
  tries: number;
  body: unknown;
}

interface Door {
  url: string;
  token: string;
  history: History;
  stop: AbortSignal;
}

const ANSWER_MS = 15_000;
const PATIENCE_MS = 90_000;
const AGAIN_MS = 300;

const answerShape = z.object({ fact: z.int().optional(), code: z.string().optional() });

export function recordingClient({ url, token, history, stop }: Door): RecordingClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const send = (method: 'GET' | 'POST', path: string, key?: string, body?: unknown) =>
    exchange(agent, { url: `${url}${path}`, method, token, key, body });
  return {
    act: async ({ path, body, unnumbered, ...asked }) => {
      const key = randomUUID();
      const operation = history.invoke({ key, ...asked });
      for (;;) {
        const reply = await send('POST', path, key, body);
        const outcome = outcomeOf(reply);
        const { fact, code } = answerShape.safeParse(reply?.body).data ?? {};
        history.tried(operation, outcome, { fact: unnumbered ? undefined : fact, code });
        const over = performance.now() - operation.invokedMs > PATIENCE_MS || stop.aborted;
        if (outcome !== 'unknown' || over) return { outcome, tries: operation.tries, body: reply?.body };
        await sleep(AGAIN_MS * (0.5 + Math.random()));
      }
    },
    look: async <Answer>(path: string) => {
      for (const began = performance.now(); performance.now() - began < PATIENCE_MS && !stop.aborted; ) {
        const reply = await send('GET', path);
        if (reply?.status === 200) return reply.body as Answer;
        if (reply && reply.status < 500 && reply.status !== 429) return undefined;
        await sleep(AGAIN_MS);
      }
      return undefined;
    },
  };
}

interface Reply {
  status: number;
  body: unknown;
}

/** 5xx and 429 say nothing for good: the same key may be asked again. */
function outcomeOf(reply: Reply | undefined): Outcome {
  if (!reply || reply.status >= 500 || reply.status === 429) return 'unknown';
  return reply.status < 300 ? 'ok' : 'fail';
}

interface Exchange {
  url: string;
  method: 'GET' | 'POST';
  token: string;
  key: string | undefined;
  body: unknown;
}

/** Undefined: no answer came, whatever happened. */
function exchange(agent: Agent, { url, method, token, key, body }: Exchange): Promise<Reply | undefined> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    ...(key !== undefined && { 'idempotency-key': key }),
  };
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const sent = request(url, { agent, method, headers, signal }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parsed(text) }));
      response.on('error', () => resolve(undefined));
      response.on('aborted', () => resolve(undefined));
    });
    sent.on('error', () => resolve(undefined));
    sent.end(method === 'POST' ? textOf(body) : undefined);
  });
}

/** Text is a body already: one too deep to be written again here. */
const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
