import type { Command } from 'commander';
import { HANDLINGS } from '../domain/goods.js';
import { linesOf } from './fact.js';
import { Usage } from './failures.js';
import { chosen } from './letters.js';
import { orderNoOf } from './orders.js';
import { moment, table } from './print.js';
import { tellRecorded } from './recorded.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { option, repeated, type Typed } from './typed.js';
import { addVerb } from './verb.js';

/** Goods on their way: picked, packed, shipped, delivered, whole or in parts. */
export function addGoods(program: Command, session: Session): void {
  const group = program.command('goods').description('Pick, pack, ship and deliver the goods of an order');
  addVerb(group, session, {
    route: 'handleGoods',
    name: `handle <order-no> <${HANDLINGS.join('|')}>`,
    options: [
      repeated('--line <no:quantity>', 'pieces of a line; may be repeated; all that waits unless given'),
      option('--carrier <word>', 'of ship: sf, jd, ems'),
      option('--tracking-no <number>', 'of ship, with --carrier; stored encrypted'),
      option('--photo <file-id>', 'of deliver: a picture that `files add` laid beside the order'),
      option('--note <text>', 'free text; stored encrypted'),
    ],
    request: (typed) => ({ ...orderNoOf(typed), body: handledOf(typed) }),
    tell: tellRecorded,
  });
  addVerb(group, session, {
    route: 'listHandlings',
    name: 'list <order-no>',
    request: orderNoOf,
    tell: ({ items }) => table(COLUMNS, items.map(handlingRow)),
  });
}

/** An option that the deed has no place for is not dropped in silence. */
function handledOf(typed: Typed) {
  const handling = chosen(HANDLINGS, typed.arg(1));
  const [carrier, trackingNo] = [typed.text('carrier'), typed.text('trackingNo')];
  const [photo, note] = [typed.text('photo'), typed.text('note')];
  const strays = {
    carrier: carrier !== undefined && handling !== 'ship',
    'tracking-no': trackingNo !== undefined && carrier === undefined,
    photo: photo !== undefined && handling !== 'deliver',
  };
  for (const [name, stray] of Object.entries(strays))
    if (stray)
      throw new Usage(`--${name} 与 ${handling} 不能这样用。`, `--${name} does not go with ${handling} so.`);
  const common = { ...linesOf(typed), ...(note !== undefined && { note }) };
  switch (handling) {
    case 'pick':
    case 'pack':
      return { handling, ...common };
    case 'ship': {
      const parcel = carrier !== undefined && {
        parcel: { carrier, ...(trackingNo !== undefined && { trackingNo }) },
      };
      return { handling, ...common, ...parcel };
    }
    case 'deliver':
      return { handling, ...common, ...(photo !== undefined && { photo }) };
  }
}

const COLUMNS = ['fact', 'at', 'deed', 'pieces', 'by', 'carrier', 'tracking no', 'photo'].map((title) => ({
  title,
}));

const handlingRow = (one: AnswerOf<'listHandlings'>['items'][number]): string[] => [
  ...[String(one.fact), moment(one.at), one.handling],
  one.lines?.map(({ lineNo, quantity }) => `${lineNo}:${quantity}`).join(' ') ?? 'all left',
  ...[one.by, one.carrier ?? '', one.trackingNo ?? '', one.photo ?? ''],
];
