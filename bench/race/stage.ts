import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { House } from '../../activities/house.js';
import { survey } from '../../activities/survey.js';
import { eachAlone } from '../../db/in-step.js';
import { demoTokens } from '../../host/install.js';
import { demoToken } from '../../platform/keys/demo-token.js';
import { tokenKeyTable } from '../../platform/keys/token-keys.js';
import { openLog } from '../../platform/log.js';
import { atOnce } from '../at-once.js';
import { enterOrders } from '../orders.js';
import { type BenchRecord, openRecord } from '../record.js';
import { serve } from '../serving.js';

/** Engines, one API process, and as many connections and HTTP clients as there are rivals. */
export interface RaceStage {
  record: BenchRecord;
  house: House;
  rivals: number;
  /** Asks the API as somebody, under a key of its own; again while it has no time. */
  post(person: string, path: string, body: object): Promise<{ status: number; code: string | undefined }>;
  close(): Promise<void>;
}

export interface Racing {
  id: string;
  orderNo: string;
}

/** Orders that are prepared, or race, at the same time. */
const AT_ONCE = 2;

export async function openRaceStage(rivals: number, say: (line: string) => void): Promise<RaceStage> {
  const record = await openRecord(undefined, say);
  try {
    const { admin, ring, close } = record;
    await demoTokens(admin, ring);
    // Of one process alone, facts of an order would follow each other before they meet in the database.
    const apis = [await serve(record), await serve(record)];
    let asks = 0;
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE * rivals });
    record.ends(() => agent.destroy());
    const db = record.as('oqr_worker', AT_ONCE * rivals);
    const house: House = {
      ...{ db, inStep: eachAlone(db), ring, codeHost: 'LOCALHOST', log: openLog('race', 'error') },
      tokenKeys: tokenKeyTable(ring),
      withoutRun: async () => [],
    };
    const post: RaceStage['post'] = async (person, path, body) => {
      const api = apis[asks % apis.length];
      asks += 1;
      const asked = {
        url: `${api?.url}${path}`,
        token: demoToken(ring, person),
        key: randomUUID(),
      };
      for (;;) {
        const answer = await exchange(agent, { ...asked, body });
        if (answer.status !== 503 && answer.status !== 429) return answer;
      }
    };
    return { ...{ record, house, rivals, post }, close };
  } catch (error) {
    await record.close();
    throw error;
  }
}

/** Orders with a live code that wait for facts. */
export async function issuedOrders(
  { record, house }: RaceStage,
  count: number,
  named: { prefix: string; amountMinor?: number },
): Promise<Racing[]> {
  const orders = await enterOrders(record, count, named);
  await someAtOnce(orders, async ({ id }) => {
    await survey(house, id);
  });
  return orders;
}

/** Brings some of them to the line, or lets them race, at the same time. */
export const someAtOnce = (orders: readonly Racing[], act: (order: Racing) => Promise<void>): Promise<void> =>
  atOnce(orders, AT_ONCE, act);

/** All at once, each knowing its number. */
export const rush = <Answer>(rivals: number, act: (rival: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: rivals }, (_, rival) => act(rival)));

interface Exchange {
  url: string;
  token: string;
  key: string;
  body: object;
}

function exchange(
  agent: Agent,
  { url, token, key, body }: Exchange,
): Promise<{ status: number; code: string | undefined }> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': key,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => {
        const { code } = JSON.parse(text || '{}') as { code?: string };
        resolve({ status: response.statusCode ?? 0, code });
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}
