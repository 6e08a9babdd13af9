import { randomUUID } from 'node:crypto';
import { addComment, commentsOf, withdraw } from '../../db/around-orders.js';
import { log } from '../../db/log.js';
import { Refusal } from '../../domain/refusal.js';
import type { Routes } from '../contract/routes.js';
import type { Act } from '../handler.js';
import { orderKey, sealComment } from '../sealing.js';
import { knownOrder } from './orders.js';

/** Free text is personal: sealed under the order's key, gone with it. */
export const add: Act<Routes['addComment']> = async (tx, deps, { params, body, caller: { person } }) => {
  const { id: orderId, orderNo } = await knownOrder(tx, params.orderNo);
  const key = await orderKey(deps, tx, orderId);
  if (!key) throw new Refusal('data_destroyed');
  const id = randomUUID();
  const { id: author, department } = person;
  await addComment(tx, { id, orderId, author, department, sealed: sealComment(key, id, body.text) });
  await log(tx, { actor: person.actor, action: 'comment_added', orderId, detail: { comment: id } });
  return { status: 201, body: { orderNo, id } };
};

/** Nobody edits a comment; its author may take it back, once, and the row with its moment stays. */
export const takeBack: Act<Routes['withdrawComment']> = async (tx, _deps, { params, caller: { person } }) => {
  const { id: orderId, orderNo } = await knownOrder(tx, params.orderNo);
  const comment = (await commentsOf(tx, orderId)).find(({ id }) => id === params.commentId);
  if (!comment) throw new Refusal('comment_unknown');
  if (comment.author !== person.id) throw new Refusal('not_the_author');
  const { id } = comment;
  if (await withdraw(tx, 'order_comments', id))
    await log(tx, { actor: person.actor, action: 'comment_withdrawn', orderId, detail: { comment: id } });
  return { status: 201, body: { orderNo, id } };
};
