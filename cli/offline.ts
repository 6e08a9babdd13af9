import type { Command } from 'commander';
import { fields, moment, table } from './print.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { option, textOf } from './typed.js';
import { addVerb } from './verb.js';

/** Devices that scan without the house; what they sign and keep is made on the device itself. */
export function addOffline(program: Command, session: Session): void {
  const group = program.command('offline').description('Devices that scan without the house');
  addVerb(group, session, { route: 'listDevices', name: 'devices', request: () => ({}), tell: tellDevices });
  addVerb(group, session, {
    route: 'registerDevice',
    name: 'register <public-key>',
    options: [option('--name <name>', 'what people call it').makeOptionMandatory()],
    request: (typed) => ({ body: { name: typed.text('name') ?? '', publicKey: typed.arg(0) } }),
    tell: ({ deviceId }) => deviceId,
  });
  addVerb(group, session, {
    route: 'revokeDevice',
    name: 'revoke <device-id>',
    request: (typed) => ({ params: { deviceId: typed.arg(0) }, body: {} }),
    tell: () => 'the device was ended',
  });
  addVerb(group, session, { route: 'showOfflineKeys', name: 'keys', request: () => ({}), tell: tellKeys });
  addVerb(group, session, {
    route: 'takeDeviceList',
    name: 'list <device-id>',
    request: (typed) => ({ body: { deviceId: typed.arg(0) } }),
    tell: tellList,
  });
  addVerb(group, session, {
    route: 'sendOfflineScans',
    name: 'send <device-id> <file>',
    about: 'Tell what a device scanned: a JSON list of { entry, signature } (- for standard input)',
    request: async (typed) => {
      const text = await textOf(typed.arg(1), session.terminal);
      const entries = JSON.parse(text);
      return { body: { deviceId: typed.arg(0), entries: Array.isArray(entries) ? entries : [] } };
    },
    tell: tellSettled,
    refused: ({ items }) => items.some(({ verdict }) => verdict === 'refused'),
  });
}

function tellDevices({ items }: AnswerOf<'listDevices'>): string {
  return table(
    ['device', 'person', 'name', 'since', 'ended'].map((title) => ({ title })),
    items.map((one) => [
      one.id,
      one.personId,
      one.name,
      moment(one.registeredAt),
      one.revokedAt === null ? '' : moment(one.revokedAt),
    ]),
  );
}

function tellKeys({ asOf, hosts, keys, ended }: AnswerOf<'showOfflineKeys'>): string {
  const over = ended.replaced.length + ended.voided.length + ended.expired.length + ended.compromised.length;
  return fields([
    ['as of', moment(asOf)],
    ['host', hosts.join(', ')],
    ['keys', keys.map(({ keyId, compromisedAt }) => `${keyId}${compromisedAt ? '!' : ''}`).join(' ')],
    ['codes over', `${over}${ended.complete ? '' : ' or more'}`],
  ]);
}

function tellList({ listId, holdsUntil, items }: AnswerOf<'takeDeviceList'>): string {
  const rows = items.map(({ orderNo, lines }) => [
    orderNo,
    lines.map((one) => `${one.left} × ${one.name}`).join('; '),
  ]);
  return `list ${listId} holds until ${moment(holdsUntil)}\n\n${table(
    ['order', 'left'].map((title) => ({ title })),
    rows,
  )}`;
}

function tellSettled({ items }: AnswerOf<'sendOfflineScans'>): string {
  return table(
    ['number', 'verdict', 'order', 'why'].map((title) => ({ title })),
    items.map((one) => [String(one.number ?? ''), one.verdict, one.orderNo ?? '', one.sentence]),
  );
}
