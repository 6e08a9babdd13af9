import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { dataConverterOf } from '../../platform/codec/data-converter.js';
import { payloadKeys } from '../../platform/keys/secrets.js';
import { testKeyRing } from '../../platform/keys/test-ring.js';
import { workflowBundle } from '../../worker/bundle.js';

const folder = fileURLToPath(new URL('../histories/', import.meta.url));
const saved = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (name: string) => historyFromJSON(JSON.parse(readFileSync(`${folder}${name}`, 'utf8')));

let options: Parameters<typeof Worker.runReplayHistory>[0];
beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
  });
  options = {
    workflowBundle: await workflowBundle(),
    dataConverter: dataConverterOf(payloadKeys(testKeyRing())),
  };
});

describe('a released history', () => {
  test('exists for every path', () => {
    expect(saved.length).toBeGreaterThanOrEqual(6);
  });

  test.each(saved)('%s replays on the present workflow', async (name) => {
    await expect(Worker.runReplayHistory(options, read(name))).resolves.toBeUndefined();
  });

  test('that lost a step is noticed', async () => {
    const history = read('0.1.0-written-off.json');
    const events = (history.events ?? []).filter((event) => !event.markerRecordedEventAttributes);
    await expect(Worker.runReplayHistory(options, { ...history, events })).rejects.toThrow();
  });

  test('of a batch that was told nothing while it was suspended is noticed', async () => {
    const history = read('0.1.0-canary-batch.json');
    const events = (history.events ?? []).filter((event) => !event.timerStartedEventAttributes);
    await expect(Worker.runReplayHistory(options, { ...history, events })).rejects.toThrow();
  });

  test('holds nothing readable', () => {
    for (const name of saved)
      expect(readFileSync(`${folder}${name}`, 'utf8')).not.toMatch(/张三|"json\/plain"/);
  });
});
