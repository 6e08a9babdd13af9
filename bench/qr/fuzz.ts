/** `npm run qr:fuzz -- --tokens N [--seed S]`: of N mutated, foreign and expired tokens the reader accepts none. */
import { parseArgs } from 'node:util';
import { type KeyTable, type Reading, readToken, rotate, type TokenProfile } from '../../qr/token.js';
import { seededRandom } from '../seeded-random.js';
import { expired, MUTATIONS } from './mutations.js';
import { HOST, sampleToken, TABLE } from './sample-tokens.js';

const { values } = parseArgs({
  options: { tokens: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const tokens = Number(values.tokens);
const AT = { hosts: [HOST], now: new Date('2026-11-22T12:00:00Z') };
/** The same keys, put to another use: what they signed must not open orders. */
const OTHER_AUDIENCE = {
  ...TABLE,
  keys: TABLE.keys.map((key) => ({ ...key, audience: 'label' })),
} as unknown as KeyTable;
/** Keys that a stranger made: same ids, other secrets. */
const STRANGER = rotate(
  rotate({ ...TABLE, keys: [] }, 'short', '2026-01-01T00:00:00Z'),
  'sealed',
  '2026-01-01T00:00:00Z',
);
const SAMPLES = 512;

const random = seededRandom(Number(values.seed));
const seen = new Map<string, { tried: number; accepted: number }>();
const startedMs = performance.now();
const pool = { short: sampled('short'), sealed: sampled('sealed') };
const kinds = [...Object.keys(MUTATIONS), 'other_audience', 'stranger', 'expired'];

for (let index = 0; index < tokens; index++) {
  const kind = kinds[index % kinds.length] ?? 'bit';
  // Half and half, and every mutation meets both.
  note(kind, attempt(kind, Math.floor(index / kinds.length) % 2 === 0 ? 'short' : 'sealed'));
}
const control = untouched();
report();

function sampled(profile: TokenProfile): string[] {
  return Array.from({ length: SAMPLES }, (_, index) => sampleToken(profile, index));
}

function attempt(kind: string, profile: TokenProfile): Reading {
  const text = pool[profile][Math.floor(random() * SAMPLES)] ?? '';
  if (kind === 'expired') return readToken(TABLE, expired(Math.floor(random() * SAMPLES), AT.now), AT);
  if (kind === 'other_audience') return readToken(OTHER_AUDIENCE, text, AT);
  if (kind === 'stranger') return readToken(STRANGER, text, AT);
  return readToken(TABLE, MUTATIONS[kind]?.(text, random) ?? text, AT);
}

function note(kind: string, reading: Reading): void {
  const row = seen.get(kind) ?? { tried: 0, accepted: 0 };
  row.tried++;
  if (reading.verdict === 'genuine') row.accepted++;
  seen.set(kind, row);
}

/** The control: the same reader takes every token that nobody touched, so that it does not refuse by habit. */
function untouched(): { tried: number; accepted: number } {
  const texts = [...pool.short, ...pool.sealed];
  return {
    tried: texts.length,
    accepted: texts.filter((text) => readToken(TABLE, text, AT).verdict === 'genuine').length,
  };
}

function report(): void {
  for (const [kind, { tried, accepted }] of seen)
    console.log(`${kind.padEnd(16)} ${tried} tried, ${accepted} accepted`);
  console.log(`untouched        ${control.tried} tried, ${control.accepted} accepted`);
  const accepted = [...seen.values()].reduce((sum, row) => sum + row.accepted, 0);
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(`${tokens} mutated tokens: ${accepted} accepted (${seconds.toFixed(1)} s)`);
  if (accepted > 0 || control.accepted < control.tried) process.exit(1);
}
