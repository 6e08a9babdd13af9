import type { Command } from 'commander';
import { DEPARTMENTS } from '../domain/people.js';
import type { RequestOf } from './client.js';
import { Usage } from './failures.js';
import { orderNoOf } from './orders.js';
import { tellRecorded } from './recorded.js';
import type { Session } from './session.js';
import { counted, option, REASONS, reasonsOf, type Typed } from './typed.js';
import { addVerb } from './verb.js';

export function addTransfer(program: Command, session: Session): void {
  const transfer = program
    .command('transfer')
    .description('Hand an order on, and answer when one is handed to you');
  addVerb(transfer, session, {
    route: 'offerTransfer',
    name: 'offer <order-no>',
    options: [
      option('--to <department>', 'a department of the company').choices(DEPARTMENTS),
      option('--carrier <name>', 'a carrier'),
      option('--customer', 'the customer'),
      option('--note <text>', 'free text; stored encrypted'),
    ],
    request: (typed) => ({ ...orderNoOf(typed), body: receiverOf(typed) }),
    tell: tellRecorded,
  });
  for (const [name, answer] of [
    ['accept', 'accepted'],
    ['refuse', 'refused'],
  ] as const)
    addVerb(transfer, session, {
      route: 'answerTransfer',
      name: `${name} <order-no>`,
      about: `${name === 'accept' ? 'Accept' : 'Refuse'} the offered transfer, as the receiving department`,
      options: [counted('--offer <fact>', 'the number of the fact that offered it'), ...REASONS],
      request: (typed) => ({ ...orderNoOf(typed), body: { answer, ...offerOf(typed), ...reasonsOf(typed) } }),
      tell: tellRecorded,
    });
}

type Offer = Exclude<RequestOf<'offerTransfer'>['body'], { asWritten: string }>;

function receiverOf(typed: Typed): Offer {
  const department = DEPARTMENTS.find((known) => known === typed.text('to'));
  const carrier = typed.text('carrier');
  const customer = typed.flag('customer');
  const note = typed.text('note');
  const noted = note === undefined ? {} : { note };
  const named = [department, carrier, customer || undefined].filter((one) => one !== undefined);
  if (named.length === 1) {
    if (department !== undefined) return { toKind: 'department', toName: department, ...noted };
    if (carrier !== undefined) return { toKind: 'carrier', toName: carrier, ...noted };
    return { toKind: 'customer', ...noted };
  }
  throw new Usage(
    '请给出一个接收方：--to 部门、--carrier 承运商 或 --customer。',
    'Name one receiver: --to DEPARTMENT, --carrier NAME or --customer.',
  );
}

function offerOf(typed: Typed): { offer?: number } {
  const offer = typed.number('offer');
  return offer === undefined ? {} : { offer };
}
