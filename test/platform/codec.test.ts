import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { ApplicationFailure, type Payload, type PayloadCodec, type ProtoFailure } from '@temporalio/common';
import {
  decodeArrayFromPayloads,
  decodeOptionalFailureToOptionalError,
  encodeErrorToFailure,
  encodeToPayloads,
  loadDataConverter,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import proto from '@temporalio/proto';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { dataConverterOf, failureConverterPath } from '../../platform/codec/data-converter.js';
import { payloadCodec } from '../../platform/codec/payload-codec.js';
import { payloadKeys } from '../../platform/keys/secrets.js';
import { testKeyRing } from '../../platform/keys/test-ring.js';

const PERSONAL = 'Zhang San, 13800138000';
const sealing = loadDataConverter(dataConverterOf(payloadKeys(testKeyRing())));
const plain = loadDataConverter({});

describe('a payload', () => {
  test.each([
    ['text'],
    [42],
    [null],
    [undefined],
    [{ orderId: 'o-1', factNo: 7 }],
    [new Uint8Array([0, 255])],
  ])('comes back as it went in: %p', async (value) => {
    const stored = await encodeToPayloads(sealing, value);
    expect(await decodeArrayFromPayloads(sealing, stored)).toEqual([value]);
  });

  test('is stored unreadable, with its key id beside it', async () => {
    const [stored] = held(await encodeToPayloads(sealing, { note: PERSONAL }));
    expect(bytesOf(stored)).not.toContain(PERSONAL);
    expect(text(stored?.metadata?.encoding)).toBe('binary/encrypted');
    expect(text(stored?.metadata?.['encryption-key-id'])).toBe('payload-1-0b626ec7');
    const [unsealed] = held(await encodeToPayloads(plain, { note: PERSONAL }));
    expect(bytesOf(unsealed)).toContain(PERSONAL);
  });

  test('sealed under an old key opens after rotation; new ones take the new key', async () => {
    const [before, after] = rotation();
    const [old] = await before.encode([plainPayload()]);
    expect(bytesOf((await after.decode([held(old)]))[0])).toContain(PERSONAL);
    const [fresh] = await after.encode([plainPayload()]);
    expect(text(fresh?.metadata?.['encryption-key-id'])).toBe('new');
    await expect(before.decode([held(fresh)])).rejects.toThrow('no payload key new in this process');
  });

  test('is refused when a byte or its key id changed', async () => {
    const [, codec] = rotation();
    const stored = held((await codec.encode([plainPayload()]))[0]);
    const changed = Buffer.from(held(stored.data));
    changed[changed.length - 1] = held(changed.at(-1)) ^ 0x01;
    const otherId = { ...stored.metadata, 'encryption-key-id': Buffer.from('old') };
    await expect(codec.decode([{ ...stored, data: changed }])).rejects.toThrow('seal broken: not_authentic');
    await expect(codec.decode([{ ...stored, metadata: otherId }])).rejects.toThrow(
      'seal broken: not_authentic',
    );
    await expect(codec.decode([{ ...stored, data: null }])).rejects.toThrow('seal broken: too_short');
    await expect(codec.decode([stored])).resolves.toHaveLength(1);
  });

  test('is bound to its key id, even where two ids share one key', async () => {
    const key = randomBytes(32);
    const codec = payloadCodec({ current: 'a', keys: { a: key, b: key } });
    const stored = held((await codec.encode([plainPayload()]))[0]);
    const renamed = { ...stored.metadata, 'encryption-key-id': Buffer.from('b') };
    await expect(codec.decode([{ ...stored, metadata: renamed }])).rejects.toThrow(
      'seal broken: not_authentic',
    );
  });

  test('that somebody sent in plain passes, and is sealed when it is sent on', async () => {
    const [codec] = rotation();
    expect(await codec.decode([plainPayload()])).toEqual([plainPayload()]);
    expect(bytesOf((await codec.encode([plainPayload()]))[0])).not.toContain(PERSONAL);
  });

  test('cannot be sealed at all when the current key is missing', () => {
    expect(() => payloadCodec({ current: 'gone', keys: { old: randomBytes(32) } })).toThrow(
      'no payload key gone',
    );
  });
});

describe('a failure', () => {
  test('is stored without its message and stack, and comes back with both', async () => {
    const stored = await encodeErrorToFailure(sealing, failed());
    expect(printed(stored)).not.toContain(PERSONAL);
    expect(printed(stored)).not.toContain('codec.test');
    const error = held(await decodeOptionalFailureToOptionalError(sealing, stored));
    expect(error.message).toBe(PERSONAL);
    expect(error.stack).toContain('codec.test');
  });

  test.each([
    ['converter', { payloadCodecs: sealing.payloadCodecs }],
    ['codec', { failureConverterPath }],
  ])('would show both without the %s', async (_part, rest) => {
    const stored = await encodeErrorToFailure(loadDataConverter(rest), failed());
    expect(printed(stored)).toContain(PERSONAL);
    expect(printed(stored)).toContain('codec.test');
  });
});

describe('the workflow bundle', () => {
  const workflowsPath = fileURLToPath(new URL('./codec-workflow.ts', import.meta.url));
  const logger = new DefaultLogger('ERROR', () => {});

  test('takes the failure converter by its path', async () => {
    const { code } = await bundleWorkflowCode({ workflowsPath, failureConverterPath, logger });
    expect(code).toContain('codec/failure-converter.cjs');
  });

  test('has none of it when the path is left out', async () => {
    const { code } = await bundleWorkflowCode({ workflowsPath, logger });
    expect(code).not.toContain('codec/failure-converter.cjs');
  });
});

function rotation(): [PayloadCodec, PayloadCodec] {
  const [old, fresh] = [randomBytes(32), randomBytes(32)];
  return [
    payloadCodec({ current: 'old', keys: { old } }),
    payloadCodec({ current: 'new', keys: { old, new: fresh } }),
  ];
}

function plainPayload(): Payload {
  return { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(PERSONAL)) };
}

function failed(): Error {
  return ApplicationFailure.nonRetryable(PERSONAL, 'Refusal', { note: PERSONAL });
}

/** The bytes Temporal would store. */
function printed(stored: ProtoFailure): string {
  return text(proto.temporal.api.failure.v1.Failure.encode(stored).finish());
}

function bytesOf(payload: Payload | undefined): string {
  return (
    Object.values(held(payload).metadata ?? {})
      .map(text)
      .join() + text(held(payload).data)
  );
}

function text(bytes: ArrayBufferView | null | undefined): string {
  if (!bytes) return '';
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function held<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('there is nothing');
  return value;
}
