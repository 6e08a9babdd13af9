/** `npm run qr:print`: what a PDF label costs, and how fast and small a batch of labels streams as PDF and as ZPL. */
import { setImmediate as breathe } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Label, planLabel } from '../../qr/label.js';
import { pdfBytes, pdfOf } from '../../qr/pdf.js';
import { BATCH_PRESETS, PRESET_NAMES, PRESETS, type PresetName } from '../../qr/presets.js';
import { zplOf } from '../../qr/zpl.js';
import { sampleToken } from './sample-tokens.js';

const ROUNDS = 20;
const MOST_MS = 50;
const MOST_KB = 20;
const MIB = 1024 ** 2;

const { values } = parseArgs({ options: { labels: { type: 'string', default: '10000' } } });
const count = Number(values.labels);
let failed = false;

for (const name of PRESET_NAMES) failed = (await single(name)) || failed;
for (const name of BATCH_PRESETS) {
  await batch(name, 'pdf', pdfOf(labels(name), name));
  if (PRESETS[name].thermal) await batch(name, 'zpl', zplLines(name));
}
if (failed) process.exit(1);

function label(name: PresetName, index: number): Label {
  const orderNo = `SO-2026-${String(index).padStart(6, '0')}`;
  return planLabel(sampleToken(PRESETS[name].profile, index), name, { orderNo });
}

/** One label as a PDF of its own, the first of the process left out. */
async function single(name: PresetName): Promise<boolean> {
  const [times, cpu]: [number[], number[]] = [[], []];
  let bytes = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const one = label(name, round);
    const startedMs = performance.now();
    const before = process.cpuUsage();
    bytes = Math.max(bytes, (await pdfBytes([one], name)).length);
    const { user, system } = process.cpuUsage(before);
    if (round === 0) continue;
    times.push(performance.now() - startedMs);
    cpu.push((user + system) / 1000);
  }
  const middle = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
  const kb = bytes / 1024;
  const misses = middle(cpu) > MOST_MS || kb > MOST_KB;
  console.log(
    `${name.padEnd(14)} one PDF: ${middle(times).toFixed(1)} ms (${middle(cpu).toFixed(1)} of work), ${kb.toFixed(1)} KB${misses ? '  MISSED' : ''}`,
  );
  return misses;
}

function* labels(name: PresetName): Generator<Label> {
  for (let index = 0; index < count; index++) yield label(name, index);
}

async function* zplLines(name: PresetName): AsyncGenerator<string> {
  for (const one of labels(name)) {
    yield zplOf(one, 1);
    await breathe();
  }
}

/** Reads a stream as a slow printer does not: at once, keeping nothing. */
async function batch(name: string, format: string, parts: AsyncIterable<Buffer | string>): Promise<void> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let [bytes, peak, taken] = [0, before, 0];
  const startedMs = performance.now();
  for await (const part of parts) {
    bytes += part.length;
    if (taken++ % 100 === 0) peak = Math.max(peak, process.memoryUsage().rss);
  }
  peak = Math.max(peak, process.memoryUsage().rss);
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(
    `${name.padEnd(14)} ${count} labels as ${format}: ${(count / seconds).toFixed(0)} a second, ` +
      `${(bytes / MIB).toFixed(1)} MiB, rss ${(before / MIB).toFixed(0)} → ${(peak / MIB).toFixed(0)} MiB`,
  );
}
