import { type MessageOfOrder, messagesByIds } from '../../db/messages.js';
import type { Db } from '../../db/sql.js';
import { Refusal } from '../../domain/refusal.js';
import {
  type CaughtContent,
  type CaughtSummary,
  listCaught,
  readCaught,
} from '../../platform/catchers/inbox-client.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import type { Read } from '../handler.js';
import type { Signed } from '../principal.js';
import { messageFace } from './timeline.js';

const MOST = 200;

export const list: Read<Routes['listInbox']> = async (deps, { caller }) => {
  const caught = (await listCaught(placeOf(deps))).slice(0, MOST);
  const known = await knownTo(deps.db, caller.person, caught);
  const seen = caught.filter(({ deliveryId }) => known.isSeen(deliveryId));
  return { status: 200, body: { items: seen.map((one) => faceOf(one, known.messageOf(one.deliveryId))) } };
};

export const show: Read<Routes['showInbox']> = async (deps, { params, caller }) => {
  const caught = await readCaught(placeOf(deps), params.caughtId);
  if (!caught) throw new Refusal('message_unknown');
  const known = await knownTo(deps.db, caller.person, [caught]);
  if (!known.isSeen(caught.deliveryId)) throw new Refusal('message_unknown');
  const { to, title, text } = caught;
  const attachments = caught.attachments.map(({ filename, contentType, content }) => ({
    ...{ filename, contentType },
    contentBase64: content,
  }));
  const face = faceOf(caught, known.messageOf(caught.deliveryId));
  return { status: 200, body: { ...face, to, title, text, html: withImages(caught), attachments } };
};

function placeOf({ inbox }: ApiDeps) {
  if (!inbox) throw new Refusal('inbox_off');
  return inbox;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the house knows of caught messages; those about orders that a person does not see are hidden. */
async function knownTo(db: Db, person: Signed, caught: readonly CaughtSummary[]) {
  const ids = caught.flatMap(({ deliveryId }) => (deliveryId && UUID.test(deliveryId) ? [deliveryId] : []));
  const found = new Map((await messagesByIds(db, ids, person)).map((one) => [one.id, one]));
  return {
    isSeen: (id: string | null) => person.seenBy === null || (id !== null && found.has(id)),
    messageOf: (id: string | null) => (id === null ? undefined : found.get(id)),
  };
}

function faceOf({ id, channel, at, duplicate }: CaughtSummary, message: MessageOfOrder | undefined) {
  return {
    ...{ id, channel, at, duplicate },
    orderNo: message?.orderNo ?? null,
    message: message ? messageFace(message) : null,
  };
}

/** The page with its inline parts in it, so that it needs nothing from anywhere. */
function withImages({ html, attachments }: CaughtContent): string {
  return attachments.reduce((page, { contentId, contentType, content }) => {
    const name = contentId?.replace(/^<|>$/g, '');
    return name ? page.replaceAll(`cid:${name}`, `data:${contentType};base64,${content}`) : page;
  }, html);
}
