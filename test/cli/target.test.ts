import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findTarget } from '../../cli/target.js';
import { readClientConfig } from '../../platform/config.js';
import { demoToken } from '../../platform/keys/demo-token.js';
import { openKeyRing } from '../../platform/keys/ring.js';
import { emptyDir } from './run.js';

const here = 'http://127.0.0.1:8080';

/** A data directory as `npm start` leaves it while it runs. */
function runningDir(): { dataDir: string; keyDir: string } {
  const dataDir = emptyDir();
  const keyDir = join(dataDir, 'keys');
  mkdirSync(keyDir);
  openKeyRing(keyDir);
  writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ apiUrl: here, keyDir, databaseUrl: 'x' }));
  return { dataDir, keyDir };
}

const config = (given: Record<string, string>) => readClientConfig(given);

describe('the address', () => {
  test('is typed, or set, or that of the installation that runs here', () => {
    const { dataDir } = runningDir();
    const set = config({ OQR_DATA_DIR: dataDir, OQR_URL: 'https://set.example/', OQR_TOKEN: 'set' });
    expect(findTarget({ url: 'http://typed:1/api/', token: 'typed' }, set)).toEqual({
      url: 'http://typed:1/api',
      token: 'typed',
    });
    expect(findTarget({}, set)).toEqual({ url: 'https://set.example', token: 'set' });
    expect(findTarget({}, config({ OQR_DATA_DIR: dataDir }))).toEqual({ url: here, token: undefined });
  });

  test('is asked for when there is none, and must be one of http', () => {
    const nothing = config({ OQR_DATA_DIR: emptyDir() });
    expect(() => findTarget({}, nothing)).toThrow('No address: give --url or OQR_URL');
    expect(() => findTarget({ url: 'ftp://x' }, nothing)).toThrow('This is no http address: ftp://x');
    expect(() => findTarget({ url: 'localhost' }, nothing)).toThrow('This is no http address');
    expect(() => config({ OQR_URL: 'ftp://x' })).toThrow('OQR_URL');
  });

  test('of a broken running.json is no address', () => {
    const dataDir = emptyDir();
    writeFileSync(join(dataDir, 'running.json'), '{"apiUrl": ');
    expect(() => findTarget({}, config({ OQR_DATA_DIR: dataDir }))).toThrow('run npm start again');
  });
});

describe('--as', () => {
  test('takes the demo token of a person from the key ring of the installation that runs here', () => {
    const { dataDir, keyDir } = runningDir();
    const token = demoToken(openKeyRing(keyDir, { mayCreate: false }), 'desk');
    expect(findTarget({ as: 'desk' }, config({ OQR_DATA_DIR: dataDir }))).toEqual({ url: here, token });
    const same = { as: 'desk', url: `${here}/` };
    expect(findTarget(same, config({ OQR_DATA_DIR: dataDir })).url).toBe(here);
  });

  test('sends a demo token nowhere else', () => {
    const { dataDir } = runningDir();
    const set = config({ OQR_DATA_DIR: dataDir, OQR_URL: 'https://set.example' });
    expect(() => findTarget({ as: 'desk' }, set)).toThrow('the address given is https://set.example');
    const plain = config({ OQR_DATA_DIR: dataDir });
    expect(() => findTarget({ as: 'desk', url: 'http://evil' }, plain)).toThrow(
      'the address given is http://evil',
    );
  });

  test('needs an installation that runs, its key ring, and no token beside it', () => {
    expect(() => findTarget({ as: 'desk' }, config({ OQR_DATA_DIR: emptyDir() }))).toThrow(
      'run npm start first',
    );
    const { dataDir } = runningDir();
    const running = config({ OQR_DATA_DIR: dataDir });
    expect(() => findTarget({ as: 'desk', token: 'x' }, running)).toThrow('not both');
    writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ apiUrl: here, keyDir: '/nowhere' }));
    expect(() => findTarget({ as: 'desk' }, running)).toThrow(
      'The key ring of this machine cannot be opened',
    );
  });
});

test.each([
  [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
  [{ LANG: 'en_GB', LC_MESSAGES: 'zh_TW' }, 'zh'],
  [{ LANG: '' }, 'en'],
  [{}, 'en'],
])('of %j the language is %s', (env: Record<string, string>, language) => {
  expect(readClientConfig(env).language).toBe(language);
});
