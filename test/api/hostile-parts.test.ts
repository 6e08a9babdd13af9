import { describe, expect, test } from '@jest/globals';
import type { Request } from 'express';
import fc from 'fast-check';
import { FILE_TYPES } from '../../api/contract/around.js';
import { csvLine } from '../../api/csv.js';
import { looksLike } from '../../api/file-kinds.js';
import { keyOf } from '../../api/idempotency.js';
import { Malformed } from '../../api/malformed.js';
import { cursorOf, numberAfter } from '../../api/paging.js';
import { refuseUnwanted } from '../../api/request.js';
import { waitSecondsOf } from '../../api/waiting.js';
import { page, readCursor } from '../../db/sql.js';
import { cutRecord } from '../../intake/cut.js';

const asking = (header: string | undefined) => ({ get: () => header }) as unknown as Request;
const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'x'.repeat(5_000)),
);

/** What a function gives, or that it refused as malformed; anything else that it throws goes on. */
function tried<Value>(deed: () => Value): Value | 'malformed' {
  try {
    return deed();
  } catch (error) {
    if (error instanceof Malformed) return 'malformed';
    throw error;
  }
}

describe('headers', () => {
  test('a key is taken as it is, or refused', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.stringMatching(/^[\x21-\x7e]{1,300}$/)), (text) => {
        const good = /^[\x21-\x7e]{1,255}$/.test(text);
        expect(tried(() => keyOf(asking(text)))).toBe(good ? text : 'malformed');
      }),
    );
    expect(keyOf(asking(undefined))).toBeUndefined();
  });

  const waits = (read: (text: string) => number) =>
    fc.property(fc.oneof(anyText, fc.stringMatching(/^ ?wait=-?\d{1,12}(\.\d)?[,; ]?$/)), (text) => {
      const seconds = read(text);
      expect(Number.isInteger(seconds) && seconds >= 0 && seconds <= 20).toBe(true);
    });
  test('a wish to wait is whole seconds up to 20, whatever it says', () => {
    fc.assert(waits((text) => waitSecondsOf(asking(text))));
    expect(waitSecondsOf(asking('respond-async, wait=7'))).toBe(7);
  });
  test('control: a reader that takes the number as it stands waits too long', () => {
    expect(() => fc.assert(waits((text) => Number(/wait=(\d+)/.exec(text)?.[1] ?? 0)))).toThrow();
  });
});

describe('cursors', () => {
  const uuid = fc.uuid();
  const moment = fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('2199-01-01') })
    .map((at) => at.toISOString());
  type Keys = [string, string];
  const cursorAfter = (keys: Keys): string => page([keys, keys], 1, () => keys).next ?? '';
  const roundTrip = (write: (keys: Keys) => string) =>
    fc.property(fc.tuple(fc.string(), fc.string()), (keys) => {
      expect(readCursor(write(keys))).toEqual(keys);
      expect(write(keys)).toMatch(/^[A-Za-z0-9_-]+$/);
    });

  test('come back as they were given', () => {
    fc.assert(roundTrip(cursorAfter));
    fc.assert(
      fc.property(moment, uuid, (at, id) => {
        const cursor = cursorAfter([at, id]);
        expect(cursorOf({ cursor })).toBe(cursor);
      }),
    );
  });

  test('control: keys that are joined by a comma do not', () => {
    expect(() => fc.assert(roundTrip((keys) => Buffer.from(keys.join(',')).toString('base64url')))).toThrow();
  });

  test('of anything else are refused, or name a moment and an id', () => {
    const forged = fc.oneof(
      anyText,
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
      fc
        .tuple(fc.string(), fc.string())
        .map((pair) => Buffer.from(JSON.stringify(pair)).toString('base64url')),
    );
    fc.assert(
      fc.property(forged, (cursor) => {
        if (tried(() => cursorOf({ cursor })) === 'malformed') return;
        expect(Date.parse(readCursor(cursor)?.[0] ?? '')).not.toBeNaN();
      }),
    );
    fc.assert(
      fc.property(fc.oneof(anyText, fc.stringMatching(/^\d{1,12}$/)), (cursor) => {
        const after = tried(() => numberAfter({ cursor }));
        if (after !== 'malformed')
          expect(Number.isSafeInteger(after) && after >= 0 && after < 2 ** 31).toBe(true);
      }),
    );
  });
});

describe('text that no text may hold', () => {
  const holds = (refuse: (value: unknown) => void) =>
    fc.property(
      fc.jsonValue(),
      fc.constantFrom('\u0000', '\u001b', '\u0085', '\u007f', '\ud800'),
      (value, bad) => {
        expect(tried(() => refuse({ a: [value, { b: `x${bad}y` }] }))).toBe('malformed');
      },
    );
  test('is found wherever it stands', () => {
    fc.assert(holds((value) => refuseUnwanted('body', value)));
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 40 }), (value) => void tried(() => refuseUnwanted('body', value))),
    );
  });
  test('control: a look at the first level alone misses it', () => {
    const careless = (value: unknown) => {
      for (const part of Object.values(value as object))
        if (typeof part === 'string') refuseUnwanted('body', part);
    };
    expect(() => fc.assert(holds(careless))).toThrow();
  });
});

describe('a line for spreadsheets', () => {
  type Write = (cells: readonly string[]) => string;
  const cell = fc.oneof(fc.string(), fc.stringMatching(/^[ \t]*[=+\-@][A-Za-z0-9!|"',()]{0,12}$/));
  const safe = (write: Write) =>
    fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
      const cut = cutRecord(write(cells), 0, ',', true);
      const read = cut.kind === 'whole' ? cut.cells : [];
      expect(read.map((text) => text.replace(/^'/, ''))).toEqual(cells.map((text) => text.replace(/^'/, '')));
      for (const text of read) expect(text).not.toMatch(/^\s*[=+\-@]/);
    });
  test('reads as it was, and holds no formula', () => {
    fc.assert(safe(csvLine), { numRuns: 500 });
  });
  test('control: quotes alone let a formula through', () => {
    const careless: Write = (cells) =>
      `${cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')}\r\n`;
    expect(() => fc.assert(safe(careless), { numRuns: 500 })).toThrow();
  });
});

test('of any bytes at most one kind of file is seen, and none in a page of script', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom('', '<svg', '<html', '<!DOC', 'GIF8', 'PK\u0003\u0004'),
      (bytes, head) => {
        const content = Buffer.concat([Buffer.from(head), Buffer.from(bytes)]);
        const kinds = FILE_TYPES.filter((type) => looksLike(type, content));
        expect(kinds.length).toBeLessThanOrEqual(head === '' ? 1 : 0);
      },
    ),
  );
});
