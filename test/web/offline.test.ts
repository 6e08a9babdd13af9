import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type KeyTable, readToken, rotate } from '../../qr/token.js';
import { textOfBytes } from '../../web/offline/base64url.js';
import { type Done, howFar, judge, type Known, type List, type Trust } from '../../web/offline/judge.js';
import { counting, doneIn } from '../../web/offline/pieces.js';
import { type PublicKey, readOnDevice } from '../../web/offline/read-token.js';
import { AT, aTable, aToken, bytesOf, HOST, NOW, PROFILES, payloadOf, textOf } from '../qr/a-token.js';

/** Two sealed keys and two short ones, the older sealed one compromised. */
const table: KeyTable = (() => {
  const grown = rotate(rotate(aTable(), 'sealed', '2026-06-01T00:00:00Z'), 'short', '2026-06-01T00:00:00Z');
  return {
    ...grown,
    keys: grown.keys.map((key) =>
      key.keyId === 2 ? { ...key, compromisedAt: '2026-11-01T00:00:00Z' } : key,
    ),
  };
})();
/** Minted before the first sealed key was known to be compromised. */
const before: KeyTable = {
  ...table,
  keys: table.keys.slice(0, 2).map(({ retiredAt: _, compromisedAt: __, ...key }) => key),
};

const keys: PublicKey[] = table.keys.flatMap(({ profile, keyId, publicKey, compromisedAt }) =>
  profile === 'sealed' && publicKey ? [{ keyId, publicKey, compromisedAt: compromisedAt ?? null }] : [],
);
const short = table.keys.filter(({ profile }) => profile === 'short').map(({ keyId }) => keyId);

/** What the house would say, told in what a device can know: of short codes nothing. */
function byTheHouse(text: string): unknown {
  const reading = readToken(
    { ...table, keys: table.keys.filter(({ keyId }) => !short.includes(keyId)) },
    text,
    AT,
  );
  return plain(reading);
}
async function onTheDevice(text: string): Promise<unknown> {
  return plain(await readOnDevice(keys, text, AT));
}
function plain(reading: object): unknown {
  const {
    verdict,
    reason,
    keyId,
    tokenId,
    sealed,
  }: { verdict?: string; reason?: string; keyId?: number; tokenId?: Uint8Array; sealed?: object } = reading;
  return JSON.stringify([verdict, reason, keyId, tokenId && textOfBytes(tokenId), sealed], (_, value) =>
    value instanceof Uint8Array ? textOfBytes(value) : value,
  );
}

const CORPUS = [
  ...PROFILES.map((profile) => aToken(table, profile)),
  ...PROFILES.map((profile) => aToken(before, profile)),
  aToken(table, 'sealed', { expiresAt: new Date('2026-11-01T00:00:00Z') }),
  ...['', 'HELLO', 'https://other.example/q#AAAA', `https://${HOST}/q#`, `https://${HOST}/q#A1`, 'http://x'],
];
const spoilt = fc
  .tuple(fc.constantFrom(...CORPUS.slice(0, 5)), fc.nat(), fc.integer({ min: 1, max: 255 }))
  .map(([text, at, by]) => {
    const bytes = bytesOf(text);
    const index = at % bytes.length;
    bytes[index] = (bytes[index] ?? 0) ^ by;
    return textOf(bytes);
  });
const cut = fc
  .tuple(fc.constantFrom(...CORPUS), fc.nat({ max: 240 }))
  .map(([text, length]) => payloadOf(text).slice(0, length));
const cased = fc.constantFrom(...CORPUS).map((text) => ` ${text.toLowerCase()}\r\n`);

describe('a device', () => {
  test('reads every code as the house does, whole or spoilt', async () => {
    for (const text of CORPUS) expect([text, await onTheDevice(text)]).toEqual([text, byTheHouse(text)]);
    await fc.assert(
      fc.asyncProperty(fc.oneof(spoilt, cut, cased, fc.string()), async (text) => {
        expect(await onTheDevice(text)).toBe(byTheHouse(text));
      }),
      { numRuns: 150 },
    );
  });

  test('control: the corpus meets every verdict that there is, and a lenient reader would be told', async () => {
    const verdicts = new Set(
      await Promise.all(CORPUS.map(async (text) => (await readOnDevice(keys, text, AT)).verdict)),
    );
    const [sealed = ''] = CORPUS.slice(1);
    const bytes = bytesOf(sealed);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    verdicts.add((await readOnDevice(keys, textOf(bytes), AT)).verdict);
    expect([...verdicts].sort()).toEqual(
      ['compromised', 'expired', 'forged', 'foreign', 'genuine', 'malformed', 'unknown_key'].sort(),
    );
    expect(plain({ verdict: 'genuine' })).not.toBe(byTheHouse(textOf(bytes)));
  });
});

const sealed = aToken(table, 'sealed');
const parts = bytesOf(sealed);
const tokenId = textOfBytes(parts.slice(2, 18));
const trust: Trust = {
  asOf: NOW.toISOString(),
  hosts: [HOST],
  keys: keys.map((key) => ({
    ...key,
    publicKey: textOfBytes(key.publicKey),
    createdAt: NOW.toISOString(),
    retiredAt: null,
  })),
  ended: { version: 'v', complete: true, replaced: [], voided: [], expired: [], compromised: [] },
};
const hour = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
const list: List = {
  ...{ listId: 'l', takenAt: hour(-1).toISOString(), holdsUntil: hour(11).toISOString(), more: false },
  items: [
    {
      ...{
        orderNo: 'A-1',
        kind: 'goods',
        amountMinor: 1,
        currency: 'CNY',
        issueNo: 1,
        delivered: false,
        tokenId,
      },
      facts: textOfBytes(parts.slice(18, 64)),
      lines: [{ lineNo: 1, sku: 'T', name: '茶', quantity: 2, picked: 1, packed: 0, left: 2 }],
    },
  ],
};
const known = (change: Partial<Known> = {}): Known => ({ trust, list, now: NOW, done: new Map(), ...change });
const did = (what: Partial<Done>): Known['done'] =>
  new Map([
    ['A-1', { ...{ picked: new Map(), packed: new Map(), shipped: new Map(), delivered: false }, ...what }],
  ]);
const [item] = list.items;
if (!item) throw new Error('the list is empty');

describe('green', () => {
  test('is a verified code on the list that states what the list says, while the list holds', async () => {
    expect(await judge(known(), sealed, 'shipped')).toMatchObject({
      colour: 'green',
      lines: [{ lineNo: 1, quantity: 2 }],
    });
  });

  const other = {
    ...list,
    items: [{ ...item, facts: `${item.facts.slice(0, -1)}${item.facts.endsWith('A') ? 'E' : 'A'}` }],
  };
  test.each([
    ['without a list', known({ list: undefined }), sealed, 'not_on_list'],
    ['for another code', known(), aToken(table, 'sealed'), 'not_on_list'],
    ['for a short code, which only the house can verify', known(), aToken(table, 'short'), 'not_verifiable'],
    [
      'for a key that the device has not heard of',
      known({ trust: { ...trust, keys: [] } }),
      sealed,
      'not_verifiable',
    ],
    ['when the facts are others', known({ list: other }), sealed, 'other_facts'],
    ['when the list has run out', known({ now: hour(11) }), sealed, 'list_over'],
    ['when the clock is before the list', known({ now: hour(-2) }), sealed, 'list_over'],
    [
      'when this device shipped it all',
      known({ done: did({ shipped: new Map([[1, 2]]) }) }),
      sealed,
      'nothing_left',
    ],
  ] as const)('is not given %s: amber', async (_, given, text, why) => {
    expect(await judge(given, text, 'shipped')).toMatchObject({ colour: 'amber', why });
  });

  test('is never given where somebody else may answer first', async () => {
    expect(await judge(known(), sealed, 'receive')).toMatchObject({ colour: 'amber' });
  });

  test('is never given to a code that was over when the device was told last', async () => {
    const ended = { ...trust.ended, replaced: [tokenId] };
    expect(await judge(known({ trust: { ...trust, ended } }), sealed, 'shipped')).toEqual({
      colour: 'red',
      why: 'replaced',
    });
  });
});

describe('the pieces of a scan', () => {
  const part = (change: Partial<Done>, purpose: 'picked' | 'packed' | 'shipped') =>
    judge(known({ done: did(change) }), sealed, purpose).then(({ lines }) => lines);
  const one = [{ lineNo: 1, quantity: 1 }];

  test('are what is left of that very deed: as the list told, and as this device did since', async () => {
    expect(await part({}, 'picked')).toEqual(one);
    expect(await part({ picked: new Map([[1, 1]]) }, 'picked')).toBeUndefined();
    expect(await part({ packed: new Map([[1, 1]]) }, 'packed')).toEqual(one);
    expect(await part({ shipped: new Map([[1, 1]]) }, 'packed')).toEqual(one);
    expect(await part({ shipped: new Map([[1, 1]]) }, 'shipped')).toEqual(one);
  });

  test('that were shipped were packed and picked', () => {
    expect(howFar(item, did({ shipped: new Map([[1, 2]]) }).get('A-1'))).toMatchObject([
      { picked: 2, packed: 2, shipped: 2 },
    ]);
  });

  test('are those that were counted, and green only while the list has them left', async () => {
    const judged = await judge(known(), sealed, 'shipped');
    expect(counting(judged, undefined)).toEqual(judged);
    expect(counting(judged, one)).toMatchObject({ colour: 'green', lines: one });
    const more = [{ lineNo: 1, quantity: 3 }];
    expect(counting(judged, more)).toMatchObject({ colour: 'amber', why: 'nothing_left', lines: more });
    const later = await judge(known({ list: undefined }), sealed, 'shipped');
    expect(counting(later, one)).toEqual({ colour: 'amber', why: 'not_on_list', lines: one });
    const red = { colour: 'red', why: 'forged' } as const;
    expect(counting(red, one)).toEqual(red);
  });

  test('add up over the scans of the list in force, and of no other', () => {
    const scan = (purpose: 'shipped' | 'packed' | 'delivered', listId: string) => ({
      ...{ number: 1, purpose, colour: 'green' as const, why: 'on_list' as const, orderNo: 'A-1' },
      ...{ lines: one, at: NOW.toISOString(), listId },
    });
    const told = [scan('shipped', 'l'), scan('shipped', 'l'), scan('packed', 'l'), scan('shipped', 'old')];
    expect(doneIn(told, 'l').get('A-1')).toEqual({
      ...{ picked: new Map(), packed: new Map([[1, 1]]), shipped: new Map([[1, 2]]), delivered: false },
    });
    expect(doneIn([scan('delivered', 'l')], 'l').get('A-1')?.delivered).toBe(true);
  });
});
