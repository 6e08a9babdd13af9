import { createHash, randomUUID } from 'node:crypto';
import {
  type DeviceRow,
  deviceById,
  devicesOf,
  endedCodes,
  insertDevice,
  type ListedOrder,
  revokeDevice,
  takeList,
} from '../../db/devices.js';
import { factsOf } from '../../db/facts.js';
import { log } from '../../db/log.js';
import { linesOf, orderById } from '../../db/orders.js';
import type { Db, Tx } from '../../db/sql.js';
import { goodsOf, mostOf } from '../../domain/goods.js';
import { LIST_HOURS } from '../../domain/offline.js';
import { Refusal } from '../../domain/refusal.js';
import { sealedBlockOf } from '../../qr/code-text.js';
import { MOST_LISTED } from '../contract/offline.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { iso, isoOrNull } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { keyOfPoint } from '../offline-entry.js';
import type { Signed } from '../principal.js';
import { customerOf } from '../sealing.js';

const MOST_ENDED = 20_000;
const LISTED_FOR = 'logistics';

export const register: Act<Routes['registerDevice']> = async (tx, _deps, { body, caller: { person } }) => {
  const publicKey = Buffer.from(body.publicKey, 'base64url');
  if (!keyOfPoint(publicKey)) throw new Refusal('device_key_invalid');
  const device = { id: randomUUID(), personId: person.id, name: body.name, publicKey };
  if (!(await insertDevice(tx, device))) throw new Refusal('device_known');
  await log(tx, { actor: person.actor, action: 'device_registered', detail: { device: device.id } });
  return { status: 201, body: { deviceId: device.id } };
};

export const list: Read<Routes['listDevices']> = async ({ db }, { caller: { person } }) => {
  const items = await devicesOf(db, person.rights.has('people.edit') ? null : person.id);
  return { status: 200, body: { items: items.map(deviceFace) } };
};

const deviceFace = ({ id, personId, name, registeredAt, revokedAt }: DeviceRow) => ({
  ...{ id, personId, name },
  ...{ registeredAt: iso(registeredAt), revokedAt: isoOrNull(revokedAt) },
});

export const revoke: Act<Routes['revokeDevice']> = async (tx, _deps, { params, caller: { person } }) => {
  const device = await deviceById(tx, params.deviceId);
  if (!device || (device.personId !== person.id && !person.rights.has('people.edit')))
    throw new Refusal('device_unknown');
  if (await revokeDevice(tx, device.id, person.id)) {
    const detail = { device: device.id, person: device.personId };
    await log(tx, { actor: person.actor, action: 'device_revoked', detail });
  }
  return { status: 200, body: { revoked: true } };
};

/** A device that is the caller's own. */
async function ownDevice(db: Db, id: string, person: Signed): Promise<DeviceRow> {
  const device = await deviceById(db, id);
  if (device?.personId !== person.id) throw new Refusal('device_unknown');
  return device;
}

export const keys: Read<Routes['showOfflineKeys']> = async (deps) => {
  const asOf = deps.now?.() ?? new Date();
  const codes = await endedCodes(deps.db, MOST_ENDED + 1);
  const ended = codes.slice(0, MOST_ENDED);
  const those = (status: (typeof ended)[number]['status']) =>
    ended.filter((one) => one.status === status).map(({ tokenId }) => tokenId.toString('base64url'));
  const version = createHash('sha256');
  for (const { tokenId, status } of ended) version.update(tokenId).update(status);
  return {
    status: 200,
    body: {
      asOf: iso(asOf),
      hosts: [deps.codeHost],
      keys: publicKeysOf(deps),
      ended: {
        version: version.digest('base64url'),
        complete: codes.length <= MOST_ENDED,
        replaced: those('replaced'),
        voided: those('voided'),
        expired: those('expired'),
        compromised: those('compromised'),
      },
    },
  };
};

/** Every sealed key that ever minted, its public half alone. */
const publicKeysOf = ({ tokenKeys }: ApiDeps) =>
  tokenKeys.keys.flatMap(({ profile, keyId, publicKey, createdAt, retiredAt, compromisedAt }) =>
    profile === 'sealed' && publicKey
      ? [
          {
            ...{ keyId, createdAt, publicKey: Buffer.from(publicKey).toString('base64url') },
            ...{ retiredAt: retiredAt ?? null, compromisedAt: compromisedAt ?? null },
          },
        ]
      : [],
  );

/** Taking a list is a deed: who may say yes to which codes without the house, and until when, is written down. */
export const take: Act<Routes['takeDeviceList']> = async (tx, deps, { body, caller: { person } }) => {
  const device = await ownDevice(tx, body.deviceId, person);
  if (device.revokedAt) throw new Refusal('device_revoked');
  const id = randomUUID();
  const wanted = { id, deviceId: device.id, department: LISTED_FOR, hours: LIST_HOURS, limit: MOST_LISTED };
  const { takenAt, holdsUntil, orders } = await takeList(tx, wanted, person);
  const detail = { device: device.id, list: id, orders: orders.length };
  await log(tx, { actor: person.actor, action: 'device_list_taken', detail });
  const items = [];
  for (const order of orders) items.push(await listedFace(tx, deps, order));
  return {
    status: 201,
    body: {
      ...{ listId: id, takenAt: iso(takenAt), holdsUntil: iso(holdsUntil) },
      more: orders.length === MOST_LISTED,
      items,
    },
  };
};

async function listedFace(tx: Tx, deps: ApiDeps, { orderId, ...code }: ListedOrder) {
  const order = await orderById(tx, orderId);
  if (!order) throw new Error('listedFace: an item without its order');
  const lines = await linesOf(tx, orderId);
  const facts = await factsOf(tx, orderId);
  const customer = await customerOf(deps, tx, order);
  const goods = goodsOf(lines, facts);
  const coded = { ...order, customerRef: customer?.ref ?? '', lines };
  const { orderNo, kind, amountMinor, currency } = order;
  return {
    ...{ orderNo, kind, amountMinor, currency, issueNo: code.issueNo },
    tokenId: code.tokenId.toString('base64url'),
    facts: Buffer.from(sealedBlockOf(deps.tokenKeys, code, coded)).toString('base64url'),
    delivered: facts.some(({ type }) => type === 'delivered'),
    lines: lines.flatMap(({ lineNo, sku, name, quantity }) => {
      const far = goods.find((one) => one.lineNo === lineNo);
      if (!far) return [];
      const { picked, packed } = far;
      return [{ lineNo, sku, name, quantity, picked, packed, left: mostOf(far, 'ship') }];
    }),
  };
}
