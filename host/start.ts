import { createReadStream, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../platform/config.js';
import { stopping } from '../platform/stopping.js';
import { DEMO_PEOPLE } from './install.js';
import { type Stack, startStack } from './stack.js';

const HELP = `npm start -- [--empty] [--demo]
  --empty  do not load the sample orders on the first start
  --demo   demo people's passwords and tokens (and the sample orders) on a given DATABASE_URL too`;

/** `npm start`: everything on one machine until Ctrl-C. */
async function main(args: string[]): Promise<void> {
  if (args.includes('--help')) return console.log(HELP);
  const unknown = args.find((arg) => !['--empty', '--demo'].includes(arg));
  if (unknown) throw new Error(`unknown option ${unknown}\n${HELP}`);
  const startedMs = Date.now();
  const config = readConfig();
  const demo = !config.DATABASE_URL || args.includes('--demo');
  const stop = stopping();
  const stack = await startStack({
    dataDir: config.OQR_DATA_DIR,
    keyDir: config.keyDir,
    say,
    demo,
    databaseUrl: config.DATABASE_URL,
    redisUrl: config.REDIS_URL,
    temporalAddress: config.TEMPORAL_ADDRESS,
    apiPort: config.OQR_PORT,
    temporalUiPort: config.OQR_TEMPORAL_UI_PORT,
    bind: config.OQR_BIND,
    smtpUrl: config.OQR_SMTP_URL,
    paymentsFile: config.OQR_PAYMENTS,
    env: { OQR_BENCH: String(config.OQR_BENCH) },
  });
  try {
    announce(stack, demo, Date.now() - startedMs);
    if (demo && stack.firstBoot && !args.includes('--empty')) await loadSample(stack, stop);
    if (!stop.aborted)
      await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
    say('stopping');
  } finally {
    await stack.stop();
  }
}

function announce(stack: Stack, demo: boolean, tookMs: number): void {
  const { engines, catchers } = stack;
  console.log(`
Order QR is ready (${(tookMs / 1000).toFixed(1)} s)
  open         ${stack.apiUrl}/app/
  API          ${stack.apiUrl}
  docs         ${stack.apiUrl}/docs
  Temporal UI  ${engines.temporal.uiUrl ?? '(none: Temporal was given by TEMPORAL_ADDRESS)'}
  messages     ${stack.apiUrl}/app/messages/inbox   (for programs: ${catchers.inboxUrl}/messages, Bearer ${catchers.inboxToken})
  engines      PostgreSQL: ${engines.postgres.from} · Redis: ${engines.redis.from} · Temporal: ${engines.temporal.from}`);
  if (demo) {
    console.log(`
sign in at ${stack.apiUrl}/app/ as one of these; programs send the token (Authorization: Bearer …)
  account     password          token, roles`);
    for (const { id, roles } of DEMO_PEOPLE)
      console.log(`  ${id.padEnd(11)} ${stack.passwordOf(id)}  ${stack.tokenOf(id)}  ${roles.join(' ')}`);
  }
  console.log('\nCtrl-C ends everything that was started here; the data stays.\n');
}

/** The sample orders, through the front door, with their messages going to the local catchers. */
async function loadSample(stack: Stack, stop: AbortSignal): Promise<void> {
  const file = fileURLToPath(new URL('../examples/northwind-orders.csv', import.meta.url));
  if (!existsSync(file)) return;
  say('loading 830 sample orders (skip with --empty)');
  const response = await fetch(`${stack.apiUrl}/imports?preset=northwind&notify=true`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${stack.tokenOf('desk')}`,
      'content-type': 'text/csv',
      'idempotency-key': 'sample',
    },
    body: createReadStream(file) as unknown as ReadableStream,
    duplex: 'half',
    signal: stop,
  } as RequestInit);
  if (!response.ok)
    return say(`the sample orders were not loaded: ${response.status} ${await response.text()}`);
  await showProgress(stack, stop);
}

const SETTLED = ['archived', 'pending_review', 'exception', 'dispatched', 'voided', 'expired'];

/** Lifecycles run on their own; this only shows how far they are. */
async function showProgress(stack: Stack, stop: AbortSignal): Promise<void> {
  for (
    let before = '';
    !stop.aborted;
    await sleep(5000, undefined, { signal: stop }).catch(() => undefined)
  ) {
    const response = await fetch(`${stack.apiUrl}/summary`, {
      headers: { authorization: `Bearer ${stack.tokenOf('manager')}` },
    });
    const { states } = (await response.json()) as { states: Record<string, number> };
    const line = Object.entries(states)
      .map(([state, count]) => `${state} ${count}`)
      .join(' · ');
    if (line !== before) say(line);
    before = line;
    if (Object.entries(states).every(([state, count]) => count === 0 || SETTLED.includes(state)))
      return say('the sample orders have settled');
  }
}

function say(line: string): void {
  console.log(`${new Date().toTimeString().slice(0, 8)}  ${line}`);
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    console.error(`Order QR could not start: ${error.message}`);
    process.exit(1);
  },
);
