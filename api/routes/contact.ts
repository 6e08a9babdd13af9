import { randomUUID } from 'node:crypto';
import { codeOfToken } from '../../db/codes.js';
import { choicesOf, choose, quietHours, setQuietHours, subscribe, subscriptionOf } from '../../db/contact.js';
import { log } from '../../db/log.js';
import { messageById } from '../../db/messages.js';
import { dataKeyOf, lockOrder, orderById } from '../../db/orders.js';
import { SENT_BY } from '../../domain/letters.js';
import { Refusal } from '../../domain/refusal.js';
import { messageOfProof } from '../../platform/keys/opt-out.js';
import { channelsOf } from '../../platform/phone.js';
import { isPushService, pushSender, sealSubscription } from '../../platform/push.js';
import { readToken } from '../../qr/token.js';
import type { Routes } from '../contract/routes.js';
import type { Act, Read } from '../handler.js';
import { STRANGER } from '../principal.js';
import { inHand } from '../recording.js';
import { customerOf } from '../sealing.js';
import { knownOrder } from './orders.js';

export const show: Read<Routes['showContact']> = async (deps, { params }) => {
  const { db } = deps;
  const { id } = await knownOrder(db, params.orderNo);
  const order = await orderById(db, id);
  if (!order) throw new Refusal('order_unknown');
  const customer = await customerOf(deps, db, order);
  const open: readonly string[] = [
    ...(customer ? channelsOf(customer) : []),
    ...((await subscriptionOf(db, id)) ? ['push'] : []),
  ];
  const choices = await choicesOf(db, order.customerKey);
  const items = SENT_BY.map((channel) => {
    const { allowed = true, preferred = false } = choices.find((one) => one.channel === channel) ?? {};
    return { channel, allowed, preferred, reachable: open.includes(channel) };
  });
  return { status: 200, body: { items } };
};

export const set: Act<Routes['chooseContact']> = async (tx, _deps, { params, body, caller }) => {
  const { row } = await inHand(tx, params.orderNo);
  await choose(tx, { ...body, customerKey: row.customerKey, chosenBy: 'person' });
  await log(tx, {
    ...{ actor: caller.person.actor, action: 'contact_chosen', orderId: row.id },
    detail: body,
  });
  return { status: 200, body };
};

/** The reader of a message stops its channel, for all their orders; nothing else is told about the message. */
export const stop: Act<Routes['stopMessages']> = async (tx, { ring }, { body }) => {
  const id = messageOfProof(ring, body.proof);
  const message = id === undefined ? undefined : await messageById(tx, id);
  const order = message && (await orderById(tx, message.orderId));
  if (!message || !order || message.channel === 'page') throw new Refusal('opt_out_unknown');
  const { channel } = message;
  await choose(tx, {
    ...{ customerKey: order.customerKey, channel, allowed: false, preferred: false },
    chosenBy: 'customer',
  });
  await log(tx, { actor: STRANGER, action: 'messages_stopped', orderId: order.id, detail: { channel } });
  return { status: 200, body: { channel } };
};

export const showQuiet: Read<Routes['showQuietHours']> = async ({ db }) => ({
  status: 200,
  body: await quietHours(db),
});

export const setQuiet: Act<Routes['setQuietHours']> = async (tx, _deps, { body, caller }) => {
  const { seen, ...hours } = body;
  if (!(await setQuietHours(tx, { ...hours, version: seen }))) throw new Refusal('quiet_hours_changed');
  await log(tx, { actor: caller.person.actor, action: 'quiet_hours_set', detail: hours });
  return { status: 200, body: { version: seen + 1 } };
};

export const pushKey: Read<Routes['showPushKey']> = async ({ ring }) => ({
  status: 200,
  body: { publicKey: pushSender(ring, 'house').publicKey },
});

/** The code is the proof; the address must be a push service's, since we shall call it. */
export const subscribeTo: Act<Routes['subscribePush']> = async (tx, deps, { body }) => {
  const { token, endpoint, keys } = body;
  const now = deps.now?.() ?? new Date();
  const reading = readToken(deps.tokenKeys, token, { hosts: [deps.codeHost], now });
  const code = 'tokenId' in reading ? await codeOfToken(tx, reading.tokenId) : undefined;
  if (code?.status !== 'live') throw new Refusal('code_unknown');
  if (!isPushService(endpoint, deps.inbox?.url)) throw new Refusal('push_service_unknown');
  await lockOrder(tx, code.orderId);
  const wrapped = await dataKeyOf(tx, code.orderId);
  if (!wrapped) throw new Refusal('data_destroyed');
  const sealed = sealSubscription(deps.ring, code.orderId, wrapped, { endpoint, keys });
  await subscribe(tx, { id: randomUUID(), orderId: code.orderId, ...sealed });
  await log(tx, { actor: STRANGER, action: 'push_subscribed', orderId: code.orderId });
  return { status: 201, body: { subscribed: true } };
};
