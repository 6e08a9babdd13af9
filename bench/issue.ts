import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import qrcode from 'qrcode';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { House } from '../activities/house.js';
import { issueCode } from '../activities/steps.js';
import { codesOf } from '../db/codes.js';
import { openSteps } from '../db/in-step.js';
import { row } from '../db/sql.js';
import { tokenKeyTable } from '../platform/keys/token-keys.js';
import { openLog } from '../platform/log.js';
import { checkSymbol } from '../qr/check.js';
import { shortTextOf } from '../qr/code-text.js';
import { MEDIA } from '../qr/symbol.js';
import { type Block, type Measured, measureBlock, measuredOf, type Spread, spreadOf } from './blocks.js';
import { enterOrders } from './orders.js';
import { type BenchRecord, openRecord } from './record.js';

export interface IssuingBench {
  codes: number;
  rounds: number;
  /** Codes under way at the same time, in each arm. */
  clients: number;
  say: (line: string) => void;
}

export interface IssuingReport {
  codes: number;
  rounds: number;
  clients: number;
  /** SQL statements of one code, `begin` and `commit` included. */
  statements: number;
  arms: Record<Arm, Measured>;
  /** Of the rates in the same round: issuing to the plain loop, and to the check alone. */
  toPlain: Spread;
  toCheck: Spread;
  missed: string[];
}

/**
 * issue: the deed itself, from the order's row to its commit. plain: `qrcode` draws a PNG, zxing-wasm reads it, as their
 * manuals show. check: the deed's own drawing and reading without the record, which tells what the record costs.
 */
type Arm = 'issue' | 'plain' | 'check';

const GOAL = 0.6;
const CODE_HOST = 'LOCALHOST';

/** Issues codes for orders of its own, in blocks between blocks of the bare loops on the very symbols issued before. */
export async function benchIssuing(bench: IssuingBench): Promise<IssuingReport> {
  const { codes, rounds, clients, say } = bench;
  const record = await openRecord(undefined, say);
  try {
    const stage = await stageOf(record, clients);
    const perRound = Math.ceil(codes / rounds);
    const orders = (await enterOrders(record, perRound * (rounds + 1))).map(({ id }) => id);
    const blocks: Record<Arm, Block>[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const block = await play(stage, orders.slice(round * perRound, (round + 1) * perRound), round);
      if (round > 0) blocks.push(block);
      say(
        `round ${round}: ${block.issue.perSecond.toFixed(0)}/s, plain ${block.plain.perSecond.toFixed(0)}/s`,
      );
    }
    await allIssued(record, orders.length);
    return report(bench, blocks, stage.statements / orders.length);
  } finally {
    await record.close();
  }
}

interface Stage {
  house: House;
  clients: number;
  postgresPid: number;
  /** What the block before issued; the first round warms up on its own. */
  texts: string[];
  statements: number;
}

async function stageOf(record: BenchRecord, clients: number): Promise<Stage> {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = new Uint8Array(await readFile(path)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  const db = record.as('oqr_worker', clients);
  const house: House = {
    db,
    inStep: openSteps(db),
    ring: record.ring,
    tokenKeys: tokenKeyTable(record.ring),
    codeHost: CODE_HOST,
    log: openLog('bench', 'warn'),
    withoutRun: async () => [],
  };
  const stage: Stage = { house, clients, postgresPid: record.postgresPid, texts: [], statements: 0 };
  house.db.on('query', () => {
    stage.statements += 1;
  });
  return stage;
}

/** One block of each arm; the bare loops go before the deed in every other round. */
async function play(stage: Stage, orders: readonly string[], round: number): Promise<Record<Arm, Block>> {
  const { house, clients, postgresPid } = stage;
  const block = { pieces: orders.length, clients, postgresPid };
  const issue = () =>
    measureBlock(block, async (piece) => void (await issueCode(house, orders[piece] ?? '')));
  const first = round % 2 === 0 ? await issue() : undefined;
  if (stage.texts.length === 0) stage.texts = await textsOf(house, orders);
  const { texts } = stage;
  const plain = await measureBlock(block, (piece) => drawAndRead(texts[piece] ?? ''));
  const check = await measureBlock(block, async (piece) => {
    const { ok } = await checkSymbol(texts[piece] ?? '', MEDIA.screen.ecc);
    if (!ok) throw new Error('the check read something else');
  });
  const issued = first ?? (await issue());
  stage.texts = await textsOf(house, orders);
  return { issue: issued, plain, check };
}

async function drawAndRead(text: string): Promise<void> {
  const png = await qrcode.toBuffer(text, { errorCorrectionLevel: MEDIA.screen.ecc });
  const [read] = await readBarcodes(png, { formats: ['QRCode'] });
  if (read?.text !== text) throw new Error('the plain loop read something else');
}

async function textsOf({ db, tokenKeys, codeHost }: House, orders: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  for (const order of orders)
    for (const code of await codesOf(db, order)) texts.push(shortTextOf(tokenKeys, codeHost, code));
  if (texts.length !== orders.length) throw new Error(`${texts.length} codes of ${orders.length} orders`);
  return texts;
}

/** A fast deed that was not done would be no deed. */
async function allIssued({ admin }: BenchRecord, orders: number): Promise<void> {
  const found = await row<{ live: number; decoded: number; facts: number }>(
    admin,
    `select (select count(*)::int from codes where status = 'live') as live,
       (select count(*)::int from issue_records where decoded) as decoded,
       (select count(*)::int from facts where type = 'code_issued') as facts`,
  );
  if (Object.values(found ?? {}).some((count) => count !== orders))
    throw new Error(`issued ${JSON.stringify(found)} of ${orders}`);
}

function report(bench: IssuingBench, blocks: Record<Arm, Block>[], statements: number): IssuingReport {
  const { codes, rounds, clients } = bench;
  const arm = (name: Arm) => measuredOf(blocks.map((block) => block[name]));
  const to = (name: Arm) => spreadOf(blocks.map((block) => block.issue.perSecond / block[name].perSecond));
  const toPlain = to('plain');
  return {
    ...{ codes, rounds, clients, statements, toPlain },
    arms: { issue: arm('issue'), plain: arm('plain'), check: arm('check') },
    toCheck: to('check'),
    missed:
      toPlain.median < GOAL ? [`issuing is ${toPlain.median.toFixed(2)} of the plain loop, not ${GOAL}`] : [],
  };
}
