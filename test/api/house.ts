import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { type Deeds, deedsOf } from '../../activities/index.js';
import { type ApiDeps, buildApp } from '../../api/app.js';
import { problem } from '../../api/contract/problem.js';
import type { Contract } from '../../api/contract/route.js';
import { ROUTES } from '../../api/contract/routes.js';
import { listen } from '../../api/listen.js';
import { demoTokens } from '../../host/install.js';
import { demoToken } from '../../platform/keys/demo-token.js';
import { tokenKeyTable } from '../../platform/keys/token-keys.js';
import { openLog } from '../../platform/log.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { houseOf } from '../support/house.js';

export const CODE_HOST = 'QR.EXAMPLE.COM';

/** What came back; the body is checked against the contract before a test sees it. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the contract allows
  body: any;
}

export interface PostOptions {
  key?: string | null;
  headers?: Record<string, string>;
}

export interface Client {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: unknown, options?: PostOptions): Promise<Answer>;
}

export interface ApiHouse {
  database: TestDatabase;
  db: Knex;
  url: string;
  deeds: Deeds;
  deps: ApiDeps;
  as(personId: string): Client;
  stranger: Client;
  tokenOf(personId: string): string;
  /** Does what the lifecycle of an order would do now, until it waits or rests. */
  settle(orderId: string): Promise<void>;
  close(): Promise<void>;
}

/** The API on a database of its own, listening on a free port; no worker runs. */
export async function openHouse(overrides: Partial<ApiDeps> = {}): Promise<ApiHouse> {
  const database = await cloneDatabase();
  await demoTokens(database.admin, database.ring);
  const db = database.as('oqr_api', 20);
  const deps: ApiDeps = {
    db,
    ring: database.ring,
    tokenKeys: tokenKeyTable(database.ring),
    codeHost: CODE_HOST,
    log: openLog('test', process.env.TEST_LOG ?? 'silent'),
    config: { maxImportBytes: 64 * 1024 ** 2, requestsPerMinute: 100_000 },
    ...overrides,
  };
  const listening = await listen(buildApp(deps), { bind: '127.0.0.1', port: 0 });
  const { url } = listening;
  const deeds = deedsOf(houseOf(database));
  const tokenOf = (personId: string) => demoToken(database.ring, personId);
  return {
    ...{ database, db, url, deeds, deps, tokenOf },
    as: (personId) => clientOf(url, { authorization: `Bearer ${tokenOf(personId)}` }),
    stranger: clientOf(url, {}),
    settle: (orderId) => settle(deeds, orderId),
    close: async () => {
      await listening.stop(100);
      await database.drop();
    },
  };
}

export function clientOf(url: string, always: Record<string, string>): Client {
  const ask = async (method: string, path: string, init: RequestInit) =>
    readAnswer(method, path, await fetch(`${url}${path}`, { method, ...init }));
  return {
    get: (path, headers = {}) => ask('GET', path, { headers: { ...always, ...headers } }),
    post: (path, body, { key = randomUUID(), headers = {} } = {}) =>
      ask('POST', path, {
        headers: {
          ...always,
          'content-type': 'application/json',
          ...(key !== null && { 'idempotency-key': key }),
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

async function readAnswer(method: string, path: string, response: Response): Promise<Answer> {
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '');
  const body = json ? JSON.parse(text) : undefined;
  const answer = { status: response.status, headers: response.headers, text, body };
  if (response.status >= 400) problem.parse(body);
  else checkAgainstContract(method, path, answer);
  return answer;
}

/** An answer that its contract does not describe fails whichever test saw it. */
function checkAgainstContract(method: string, path: string, { status, body }: Answer): void {
  const pathname = path.split('?')[0] ?? '';
  const routes: Contract[] = Object.values(ROUTES);
  const route = routes.find(
    (one) =>
      one.method === method.toLowerCase() &&
      new RegExp(`^${one.path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`).test(pathname),
  );
  const answer = route?.answers[status];
  if (!answer) throw new Error(`the contract has no answer ${status} of ${method} ${pathname}`);
  if ('schema' in answer) answer.schema.parse(body);
}

const DEEDS = {
  issue: 'issueCode',
  dispatch: 'dispatchCode',
  verify: 'verifyOrder',
  review: 'askForReview',
  write_off: 'writeOff',
  archive: 'archiveOrder',
} as const;

async function settle(deeds: Deeds, orderId: string): Promise<void> {
  for (let { next } = await deeds.survey(orderId); next !== 'wait' && next !== 'rest'; ) {
    ({ next } = await (next === 'settle' ? deeds.survey(orderId) : deeds[DEEDS[next]](orderId)));
  }
}
