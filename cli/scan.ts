import type { Command } from 'commander';
import { SCAN_PURPOSES } from '../api/contract/scans.js';
import { fields, money, plain } from './print.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { option, type Typed, textOf } from './typed.js';
import { addVerb } from './verb.js';

export function addScan(program: Command, session: Session): void {
  addVerb(program, session, {
    route: 'scan',
    name: 'scan <token>',
    about:
      'Read the content of a scanned code (- for standard input); ends with 1 when the code or the purpose is refused',
    options: [
      option('--purpose <purpose>', 'what the scan is for; look unless given').choices(SCAN_PURPOSES),
    ],
    request: async (typed) => ({
      body: { token: await tokenOf(typed, session), ...purposeOf(typed) },
    }),
    tell: tellScan,
    refused: ({ accepted }) => !accepted,
  }).summary('Read the content of a scanned code');
}

/** A line break is the scanner's, not the code's. */
async function tokenOf(typed: Typed, { terminal }: Session): Promise<string> {
  const token = typed.arg(0);
  return token === '-' ? (await textOf('-', terminal)).trim() : token;
}

function purposeOf(typed: Typed): { purpose?: (typeof SCAN_PURPOSES)[number] } {
  const purpose = SCAN_PURPOSES.find((known) => known === typed.text('purpose'));
  return purpose === undefined ? {} : { purpose };
}

function tellScan(scanned: AnswerOf<'scan'>): string {
  const { sentence, reason, order, state, fact, replacedBy } = scanned;
  const facts = fields([
    ['reason', reason],
    ['replaced by', replacedBy === undefined ? undefined : `issue ${replacedBy}`],
    ['order', order?.orderNo],
    ['state', state],
    ['amount', order && money(order.amountMinor, order.currency)],
    ['owner', order?.ownerDepartment],
    [
      'waiting for',
      order?.waitingFor ? [order.waitingFor.code, ...order.waitingFor.needs].join(' · ') : undefined,
    ],
    ['fact', fact === undefined ? undefined : String(fact)],
  ]);
  return `${plain(sentence)}\n${facts}`;
}
