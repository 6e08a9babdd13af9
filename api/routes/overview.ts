import { readCalendar } from '../../db/calendars.js';
import { messagesOf } from '../../db/messages.js';
import { countByState } from '../../db/order-list.js';
import { backlog } from '../../db/outbox.js';
import { activePolicy } from '../../db/policies.js';
import { Refusal } from '../../domain/refusal.js';
import { missingYears } from '../../platform/working-calendar.js';
import type { Routes } from '../contract/routes.js';
import type { Read } from '../handler.js';
import { openApi } from '../openapi.js';
import { knownOrder } from './orders.js';
import { messageFace } from './timeline.js';

export const messages: Read<Routes['listMessages']> = async ({ db }, { query }) => {
  const { id, orderNo } = await knownOrder(db, query.order);
  return { status: 200, body: { orderNo, items: (await messagesOf(db, id)).map(messageFace) } };
};

export const summary: Read<Routes['showSummary']> = async ({ db }, { caller }) => {
  const [states, waiting, stored] = await Promise.all([
    countByState(db, caller.person),
    backlog(db),
    readCalendar(db),
  ]);
  const calendar = { yearsMissing: missingYears(stored) };
  return { status: 200, body: { states, backlog: waiting, calendar } };
};

export const live: Read<Routes['showLive']> = async () => ({ status: 200, body: { status: 'live' } });

/** Ready: the database answers and knows the rules in force. */
export const ready: Read<Routes['showReady']> = async ({ db }) => {
  const { version } = await activePolicy(db).catch(() => {
    throw new Refusal('out_of_service', { retryAfterSeconds: 2 });
  });
  return { status: 200, body: { status: 'ready', policyVersion: version } };
};

export const document: Read<Routes['showOpenApi']> = async () => ({ status: 200, body: openApi() });
