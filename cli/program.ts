import { Command, CommanderError, Option } from 'commander';
import type { ClientConfig } from '../platform/config.js';
import { addAround } from './around.js';
import { addBatches } from './batches.js';
import { addBench } from './bench.js';
import { addBooks } from './books.js';
import { addCalendar } from './calendar.js';
import { addCases } from './cases.js';
import { addCode } from './code.js';
import { addDelivery } from './delivery.js';
import { addDigests } from './digests.js';
import { addFact } from './fact.js';
import { Answered, EXIT, type Language } from './failures.js';
import { addGoods } from './goods.js';
import { addIdentities } from './identities.js';
import { addImports } from './imports.js';
import { addInbox } from './inbox.js';
import { addIncidents } from './incidents.js';
import { addLetters } from './letters.js';
import { addLocal } from './local.js';
import { addManual } from './manual.js';
import { addOffline } from './offline.js';
import { addOrders } from './orders.js';
import { addOverview } from './overview.js';
import { addPayments } from './payments.js';
import { addPeople } from './people.js';
import { addPrintBatches } from './print-batches.js';
import { addReviews } from './reviews.js';
import { addScan } from './scan.js';
import { openSession, type Session } from './session.js';
import { addSignIn } from './sign-in.js';
import { addSteering } from './steering.js';
import { tellFailure } from './tell-failure.js';
import type { Terminal } from './terminal.js';
import { addTokenKeys } from './token-keys.js';
import { addTokens } from './tokens.js';
import { addTransfer } from './transfer.js';
import { addViews } from './views.js';

export interface Surroundings {
  terminal: Terminal;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** Runs one command line and answers with its exit code. */
export async function runProgram(
  args: readonly string[],
  config: ClientConfig,
  surroundings: Surroundings,
): Promise<number> {
  const { program, session } = buildProgram(config, surroundings);
  try {
    await program.parseAsync(args, { from: 'user' });
    return session.exitCode;
  } catch (error) {
    return ended(error, session);
  }
}

export function buildProgram(
  config: ClientConfig,
  surroundings: Surroundings,
): { program: Command; session: Session } {
  const program = new Command('oqr');
  const { terminal } = surroundings;
  program
    .description('Order QR from the command line: a client of its HTTP API')
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      outputError: (text, write) => write(text.replace(/^error: /, '')),
    })
    .exitOverride()
    .showHelpAfterError('Add --help to see what fits.')
    .addOption(new Option('--url <address>', 'the API; else OQR_URL, else the installation that runs here'))
    .addOption(new Option('--token <token>', 'who calls; else OQR_TOKEN'))
    .addOption(
      new Option('--as <person>', 'a demo person of the installation that runs here: desk, finance …'),
    )
    .addOption(new Option('--lang <language>', 'of sentences; else by LANG').choices(['zh', 'en']))
    .addOption(new Option('--json', 'the answer as it came, on standard output'));
  const session = openSession(program, config, surroundings);
  const groups = [
    addOrders,
    addAround,
    addImports,
    addCode,
    addOffline,
    addPrintBatches,
    addFact,
    addGoods,
    addPayments,
    addBooks,
    addTransfer,
    addScan,
    addReviews,
    addCases,
    addBench,
    addIncidents,
    addBatches,
    addOverview,
    addCalendar,
    addSteering,
    addPeople,
    addViews,
    addSignIn,
    addTokens,
    addTokenKeys,
    addIdentities,
    addDigests,
    addLetters,
    addInbox,
    addDelivery,
  ];
  for (const add of groups) add(program, session);
  addLocal(program);
  addManual(program, session);
  return { program, session };
}

/** Commander has already told what was typed wrong; help and the version are no failures. */
function ended(error: unknown, session: Session): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const { terminal } = session;
  const language: Language = session.language();
  const failure = tellFailure(error, language);
  if (!failure) throw error;
  if (session.json() && error instanceof Answered) terminal.out(`${error.json.trimEnd()}\n`);
  terminal.err(`${failure.text}\n`);
  return failure.exitCode;
}
