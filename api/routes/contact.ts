import { choose, quietHours, setQuietHours } from '../../db/contact.js';
import { log } from '../../db/log.js';
import { messageById } from '../../db/messages.js';
import { orderById } from '../../db/orders.js';
import { Refusal } from '../../domain/refusal.js';
import { messageOfProof } from '../../platform/keys/opt-out.js';
import { pushSender } from '../../platform/push.js';
import type { Routes } from '../contract/routes.js';
import type { Act, Read } from '../handler.js';
import { STRANGER } from '../principal.js';
import { channelsFor } from '../reaching.js';
import { inHand } from '../recording.js';
import { knownOrder } from './orders.js';

export const show: Read<Routes['showContact']> = async (deps, { params }) => {
  const { db } = deps;
  const { id } = await knownOrder(db, params.orderNo);
  const order = await orderById(db, id);
  if (!order) throw new Refusal('order_unknown');
  return { status: 200, body: { items: await channelsFor(deps, db, order) } };
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
