import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { liveKeyRing } from '../../platform/keys/live-ring.js';
import { openKeyRing, rotateKey } from '../../platform/keys/ring.js';

let home: string;
let dir: string;
let told: string[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'oqr-live-ring-'));
  dir = join(home, 'keys');
  openKeyRing(dir);
  told = [];
});
afterEach(() => rmSync(home, { recursive: true }));

const turn = () => new Promise((resolve) => setImmediate(resolve));
const live = () => liveKeyRing(dir, (error) => told.push((error as Error).message));
const idsOf = ({ entries }: { entries: readonly { id: string }[] }) => entries.map(({ id }) => id);

test('goes on with the keys it read last while the folder is away, and tells once', async () => {
  const ring = live();
  const before = idsOf(ring);
  await turn();
  renameSync(dir, `${dir}.away`);
  expect([idsOf(ring), idsOf(ring)]).toEqual([before, before]);
  expect(told).toEqual([expect.stringContaining('is missing: restore it')]);
  renameSync(`${dir}.away`, dir);
  rotateKey(dir, 'kek');
  await turn();
  expect(idsOf(ring)).toHaveLength(before.length + 1);
});

test('never takes a ring that lacks a key it holds', async () => {
  const ring = live();
  const before = idsOf(ring);
  await turn();
  renameSync(dir, `${dir}.away`);
  openKeyRing(dir);
  expect(idsOf(ring)).toEqual(before);
  expect(told).toEqual([expect.stringContaining('which is in use: restore it')]);
});
