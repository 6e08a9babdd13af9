import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { builtOnce, HOUSE } from '../../platform/built.js';

const NAME = `built-test-${process.pid}`;
const ROOM = join('dist', `${NAME}-room`);
const source = join(HOUSE, ROOM, 'source.ts');
const clear = () => {
  for (const path of [ROOM, join('dist', NAME)]) rmSync(join(HOUSE, path), { recursive: true, force: true });
};

let builds = 0;
const copy = async (dir: string) => {
  builds += 1;
  await new Promise(setImmediate);
  writeFileSync(join(dir, 'built.js'), readFileSync(source));
};
const built = async () => readFileSync(join(await builtOnce(NAME, [ROOM], copy), 'built.js'), 'utf8');

beforeEach(() => {
  clear();
  builds = 0;
  mkdirSync(join(HOUSE, ROOM), { recursive: true });
  writeFileSync(source, 'one');
});
afterAll(clear);

test('what did not change is built once', async () => {
  expect([await built(), await built(), builds]).toEqual(['one', 'one', 1]);
});

test('a changed source, a new one and one that went away are seen', async () => {
  await built();
  writeFileSync(source, 'two');
  expect([await built(), builds]).toEqual(['two', 2]);
  const other = join(HOUSE, ROOM, 'other.ts');
  writeFileSync(other, '');
  await built();
  expect(builds).toBe(3);
  rmSync(other);
  expect([await built(), builds]).toEqual(['two', 3]);
});

test('builders at the same time all get the whole', async () => {
  expect(await Promise.all([built(), built(), built()])).toEqual(['one', 'one', 'one']);
  expect(readdirSync(join(HOUSE, 'dist', NAME))).toHaveLength(1);
});

test('a build that fails leaves nothing behind and is tried again', async () => {
  const fail = async (dir: string) => {
    writeFileSync(join(dir, 'built.js'), 'half');
    throw new Error('no room');
  };
  await expect(builtOnce(NAME, [ROOM], fail)).rejects.toThrow('no room');
  expect(readdirSync(join(HOUSE, 'dist', NAME))).toEqual([]);
  expect(await built()).toBe('one');
});

test('old builds make room, the newest stay', async () => {
  for (const content of ['1', '2', '3', '4', '5', '6']) {
    writeFileSync(source, content);
    await built();
  }
  expect(readdirSync(join(HOUSE, 'dist', NAME))).toHaveLength(4);
  expect(existsSync(join(await builtOnce(NAME, [ROOM], copy), 'built.js'))).toBe(true);
  expect(builds).toBe(6);
});
