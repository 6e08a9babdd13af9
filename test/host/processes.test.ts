import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startProcess } from '../../host/processes.js';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'oqr-processes-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const lacking = { DATABASE_URL: '', REDIS_URL: '', TEMPORAL_ADDRESS: '' };

test.each(['api', 'worker'] as const)(
  'the %s that cannot start says so, and where in our sources',
  async (name) => {
    const env = { ...lacking, OQR_DATA_DIR: dir };
    await expect(startProcess({ name, env, logDir: dir })).rejects.toThrow(
      'ended with 1 before it was ready',
    );
    const line = readFileSync(join(dir, `${name}.log`), 'utf8')
      .split('\n')
      .find((one) => one.includes('needs DATABASE_URL'));
    expect(line).toContain(`/${name}/main.ts:`);
    expect(line).not.toContain('main.cjs');
  },
);
