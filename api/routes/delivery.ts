import { liveCode } from '../../db/codes.js';
import { type DeadLetterRow, deadLetters } from '../../db/dead-letters.js';
import { messageById, reportedMessage } from '../../db/messages.js';
import { lockOrder } from '../../db/orders.js';
import { isOutOfScope } from '../../db/scope.js';
import { LOST, mayResend } from '../../domain/delivery.js';
import { Refusal } from '../../domain/refusal.js';
import type { Routes } from '../contract/routes.js';
import { iso } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { cursorOf } from '../paging.js';
import { given, inHand, recordedBody, recordFact, refuseUnlessAllowed, withFacts } from '../recording.js';
import { isOften, refuseStopped } from '../sending.js';
import { nowOf } from '../session.js';

export const list: Read<Routes['listDeadLetters']> = async ({ db }, { query, caller }) => {
  const { items, next } = await deadLetters(db, caller.person, query.limit, cursorOf(query));
  return { status: 200, body: { items: items.map(faceOf), ...(next && { next }) } };
};

/**
 * A person has a message sent again: one that was lost, or the code that its customer cannot find any more. The
 * lifecycle queues it under an attempt key of its own (P3.1.1).
 */
export const resend: Act<Routes['resendMessage']> = async (tx, deps, { params, body, caller }) => {
  const hand = await inHand(tx, params.orderNo);
  const message = await messageById(tx, params.messageId);
  if (message?.orderId !== hand.row.id) throw new Refusal('message_unknown');
  refuseUnlessAllowed(hand, 'resend_requested');
  const asked = hand.facts.some(
    ({ type, detail }) => type === 'resend_requested' && detail.messageId === message.id,
  );
  if (asked || message.channel === 'page' || !mayResend(message)) throw new Refusal('message_not_lost');
  if ((await liveCode(tx, hand.row.id))?.id !== message.codeId) throw new Refusal('message_outdated');
  await refuseStopped(tx, hand, message.channel);
  if (!LOST.includes(message.status) && isOften(hand.facts, 'resend_requested', nowOf(deps)))
    throw new Refusal('resent_often');
  const recorded = await recordFact(tx, deps, hand, {
    type: 'resend_requested',
    actor: caller.person.actor,
    detail: given({ messageId: message.id, channel: message.channel, reason: body.reason }),
    note: body.note,
  });
  return { status: 201, body: recordedBody(recorded) };
};

/** What a provider tells later comes in as a fact; the same report again is the same fact. */
export const report: Act<Routes['reportMessage']> = async (tx, deps, { body, caller }) => {
  const { messageId, providerId, outcome, code } = body;
  const found = await reportedMessage(tx, { messageId, providerId });
  const row = found && (await lockOrder(tx, found.orderId));
  if (!row || (await isOutOfScope(tx, caller.person, { orderNo: row.orderNo })))
    throw new Refusal('message_unknown');
  if (['queued', 'sending', 'failed'].includes(found.status)) throw new Refusal('message_not_sent');
  const recorded = await recordFact(tx, deps, await withFacts(tx, row), {
    type: outcome === 'received' ? 'message_received' : 'message_bounced',
    actor: caller.person.actor,
    externalId: `receipt/${found.id}/${outcome}`,
    detail: given({ messageId: found.id, channel: found.channel, code }),
    ...(body.happenedAt !== undefined && { happenedAt: new Date(body.happenedAt) }),
  });
  return { status: 201, body: recordedBody(recorded) };
};

const faceOf = (row: DeadLetterRow) => ({ ...row, diedAt: iso(row.diedAt) });
