import { randomUUID } from 'node:crypto';
import {
  type AttachmentRow,
  addAttachment,
  attachmentsOf,
  contentOf,
  withdraw,
} from '../../db/around-orders.js';
import { log } from '../../db/log.js';
import { lockOrderNo } from '../../db/orders.js';
import type { Db, Tx } from '../../db/sql.js';
import { Refusal } from '../../domain/refusal.js';
import { FILE_TYPES } from '../contract/around.js';
import { line } from '../contract/fields.js';
import type { Routes } from '../contract/routes.js';
import { looksLike } from '../file-kinds.js';
import type { Act, Read, Upload } from '../handler.js';
import { onceIfKeyed } from '../idempotency.js';
import { Malformed, malformed } from '../malformed.js';
import { readAll } from '../read-all.js';
import { inHand } from '../recording.js';
import { refuseUnwanted } from '../request.js';
import { openContent, orderKey, sealContent, sealFileName } from '../sealing.js';
import { knownOrder } from './orders.js';

const MOST_BYTES = 10 * 1024 ** 2;
const MOST_FILES = 20;

/** A file is read to its end, looked at, and only then kept, sealed under the order's key. */
export const add: Upload<Routes['addFile']> = async (deps, { params, headers, caller }, file) => {
  const { person } = caller;
  const name = nameOf(headers['x-file-name']);
  const mediaType = FILE_TYPES.find((type) => headers['content-type'].toLowerCase().startsWith(type));
  await knownOrder(deps.db, params.orderNo);
  const content = await readAll(file, MOST_BYTES);
  if (!mediaType || !looksLike(mediaType, content)) throw new Refusal('file_not_as_said');
  const keep = async (tx: Tx) => {
    const order = await lockOrderNo(tx, params.orderNo);
    if (!order) throw new Refusal('order_unknown');
    const { id: orderId, orderNo } = order;
    const there = (await attachmentsOf(tx, orderId)).filter(({ withdrawnAt }) => !withdrawnAt);
    if (there.length >= MOST_FILES) throw new Refusal('files_full', { most: MOST_FILES });
    const key = await orderKey(deps, tx, orderId);
    if (!key) throw new Refusal('data_destroyed');
    const id = randomUUID();
    const bytes = content.length;
    await addAttachment(tx, {
      ...{ id, orderId, mediaType, bytes, author: person.id, department: person.department },
      nameSealed: sealFileName(key, id, name),
      content: sealContent(key, id, content),
    });
    const detail = { file: id, mediaType, bytes };
    await log(tx, { actor: person.actor, action: 'file_added', orderId, detail });
    return { status: 201 as const, body: { orderNo, id } };
  };
  const { body } = await onceIfKeyed(deps.db, file.once, keep);
  return { status: 201, body: { orderNo: params.orderNo, id: idIn(body) } };
};

/** Who downloads what is written down first (P5.3.1). */
export const download: Read<Routes['downloadFile']> = async (deps, { params, caller: { person } }) => {
  const { order, file } = await knownFile(deps.db, params);
  if (file.withdrawnAt) throw new Refusal('file_unknown');
  const [key, sealed] = await Promise.all([orderKey(deps, deps.db, order.id), contentOf(deps.db, file.id)]);
  if (!key || !sealed) throw new Refusal('data_destroyed');
  const detail = { file: file.id };
  await log(deps.db, { actor: person.actor, action: 'file_downloaded', orderId: order.id, detail });
  return { status: 200, file: openContent(key, file.id, sealed) };
};

export const takeBack: Act<Routes['withdrawFile']> = async (tx, _deps, { params, caller: { person } }) => {
  const { facts } = await inHand(tx, params.orderNo);
  const { order, file } = await knownFile(tx, params);
  if (file.author !== person.id) throw new Refusal('not_the_author');
  const { id } = file;
  if (facts.some(({ detail }) => detail.photo === id)) throw new Refusal('proof_kept');
  const detail = { file: id };
  if (await withdraw(tx, 'order_attachments', id))
    await log(tx, { actor: person.actor, action: 'file_withdrawn', orderId: order.id, detail });
  return { status: 201, body: { orderNo: order.orderNo, id } };
};

async function knownFile(db: Db, { orderNo, fileId }: { orderNo: string; fileId: string }) {
  const order = await knownOrder(db, orderNo);
  const file: AttachmentRow | undefined = (await attachmentsOf(db, order.id)).find(({ id }) => id === fileId);
  if (!file) throw new Refusal('file_unknown');
  return { order, file };
}

const fileName = line(200);

function nameOf(header: string): string {
  const parsed = fileName.safeParse(decoded(header));
  if (!parsed.success) throw malformed('headers', parsed.error.issues);
  refuseUnwanted('headers', parsed.data, ['x-file-name']);
  return parsed.data;
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    throw new Malformed([
      { in: 'headers', path: 'x-file-name', rule: 'percent', message: 'percent-encoded UTF-8' },
    ]);
  }
}

const idIn = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : '';
