import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mintToken, readToken } from '../../qr/token.js';
import { AT, aTable, aToken, bytesOf, HOST, NOW, PROFILES, payloadOf, someFacts, textOf } from './a-token.js';

const table = aTable();
const anId = fc.uint8Array({ minLength: 16, maxLength: 16 });
const seconds = fc.date({ min: new Date('1900-01-01'), max: new Date('9000-01-01'), noInvalidDate: true });

describe('a minted token', () => {
  test('reads back as the short token it is', () => {
    fc.assert(
      fc.property(anId, (tokenId) => {
        const { text, keyId } = mintToken(table, { profile: 'short', host: HOST, tokenId });
        expect(readToken(table, text, AT)).toEqual({ verdict: 'genuine', profile: 'short', keyId, tokenId });
      }),
    );
  });

  test('reads back every fact of a sealed token', () => {
    const facts = fc.record({
      issueNo: fc.integer({ min: 1, max: 65_535 }),
      amountMinor: fc.maxSafeInteger(),
      currency: fc.constantFrom('CNY', 'USD', 'KWD'),
      orderedAt: seconds,
    });
    fc.assert(
      fc.property(anId, facts, (tokenId, change) => {
        const sealed = someFacts(change);
        const { text } = mintToken(table, { profile: 'sealed', host: HOST, tokenId, sealed });
        const reading = readToken(table, text, AT);
        if (reading.verdict !== 'genuine') throw new Error(reading.verdict);
        expect(reading.tokenId).toEqual(tokenId);
        const { issueNo, amountMinor, currency, expiresAt } = sealed;
        const orderedAt = new Date(Math.floor(change.orderedAt.getTime() / 1000) * 1000);
        expect(reading.sealed).toMatchObject({ issueNo, amountMinor, currency, expiresAt, orderedAt });
      }),
    );
  });

  test('has one length per profile and stays inside the QR alphanumeric set around its #', () => {
    for (const [profile, length] of [
      ['short', 53],
      ['sealed', 205],
    ] as const) {
      const text = aToken(table, profile);
      expect(payloadOf(text)).toHaveLength(length);
      expect(text).toMatch(/^[0-9A-Z $%*+\-./:]+#[A-Z2-7]+$/);
      expect(text.startsWith('HTTPS://Q.ORDERS-EXAMPLE.COM/Q#')).toBe(true);
    }
  });

  test('is the same code in any case, with space around it, or as its bare payload', () => {
    for (const text of PROFILES.map((profile) => aToken(table, profile))) {
      const spellings = [
        text,
        text.toLowerCase(),
        ` ${text}\r\n`,
        payloadOf(text),
        payloadOf(text).toLowerCase(),
      ];
      for (const spelling of spellings)
        expect(readToken(table, spelling, AT)).toEqual(readToken(table, text, AT));
      expect(readToken(table, text, AT).verdict).toBe('genuine');
    }
  });

  test('takes a host with a port', () => {
    const { text } = mintToken(table, {
      profile: 'short',
      host: 'localhost:3000',
      tokenId: new Uint8Array(16),
    });
    expect(readToken(table, text, { hosts: ['LOCALHOST:3000'], now: NOW }).verdict).toBe('genuine');
    expect(readToken(table, text, { hosts: ['localhost'], now: NOW }).verdict).toBe('foreign');
  });

  test('is not minted from wrong input', () => {
    const tokenId = new Uint8Array(16);
    expect(() => mintToken(table, { profile: 'short', host: 'a b', tokenId })).toThrow('host');
    expect(() => mintToken(table, { profile: 'short', host: HOST, tokenId: new Uint8Array(15) })).toThrow(
      '16',
    );
    const wrong = [
      { currency: 'yuan' },
      { amountMinor: 0.5 },
      { issueNo: 0 },
      { issueNo: 65_536 },
      { expiresAt: new Date(Number.NaN) },
    ];
    for (const change of wrong) {
      const sealed = someFacts(change);
      expect(() => mintToken(table, { profile: 'sealed', host: HOST, tokenId, sealed })).toThrow();
    }
  });
});

describe('a changed token', () => {
  test('is refused for every single flipped bit', () => {
    for (const text of PROFILES.map((profile) => aToken(table, profile))) {
      const bytes = bytesOf(text);
      expect(readToken(table, textOf(bytes), AT).verdict).toBe('genuine');
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = bytes.slice();
        changed[bit >> 3]! ^= 128 >> (bit & 7);
        expect(['forged', 'malformed', 'unknown_key']).toContain(
          readToken(table, textOf(changed), AT).verdict,
        );
      }
    }
  });

  test('is refused for every other character in every place', () => {
    const payload = payloadOf(aToken(table, 'short'));
    for (let place = 0; place < payload.length; place++) {
      for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567') {
        const changed = payload.slice(0, place) + letter + payload.slice(place + 1);
        expect(readToken(table, changed, AT).verdict === 'genuine').toBe(changed === payload);
      }
    }
  });

  test('is malformed at every other length', () => {
    for (const text of PROFILES.map((profile) => aToken(table, profile))) {
      const payload = payloadOf(text);
      for (let length = 0; length < payload.length; length++) {
        expect(readToken(table, text.slice(0, text.length - payload.length + length), AT).verdict).toBe(
          'malformed',
        );
      }
      expect(readToken(table, `${text}A`, AT)).toEqual({ verdict: 'malformed', reason: 'wrong_length' });
    }
  });

  test('is refused with any other version or key id, the other profile among them', () => {
    const ids = Object.fromEntries(PROFILES.map((profile) => [profile, bytesOf(aToken(table, profile))[1]]));
    for (const profile of PROFILES) {
      const bytes = bytesOf(aToken(table, profile));
      for (let value = 0; value < 256; value++) {
        const [otherVersion, otherKey] = [bytes.slice(), bytes.slice()];
        otherVersion[0] = value;
        otherKey[1] = value;
        expect(readToken(table, textOf(otherVersion), AT).verdict).toBe(
          value === 1 ? 'genuine' : 'malformed',
        );
        const expected =
          value === ids[profile] ? 'genuine' : value <= 2 && value > 0 ? 'malformed' : 'unknown_key';
        expect(readToken(table, textOf(otherKey), AT).verdict).toBe(expected);
      }
    }
  });

  test('is forged when another installation made it', () => {
    for (const profile of PROFILES) {
      expect(readToken(table, aToken(aTable(), profile), AT)).toMatchObject({ verdict: 'forged' });
    }
  });
});

describe('a text that is no token of ours', () => {
  test('is foreign when it links to another host', () => {
    const text = aToken(table, 'short');
    const elsewhere = { hosts: ['Q.OTHER.EXAMPLE'], now: NOW };
    expect(readToken(table, text, elsewhere)).toEqual({ verdict: 'foreign', reason: 'host' });
    for (const link of ['https://shop.example/p/1?x', `https://${HOST}@evil.example/Q#${payloadOf(text)}`]) {
      expect(readToken(table, link, AT)).toEqual({ verdict: 'foreign', reason: 'host' });
    }
    expect(readToken(table, text, AT).verdict).toBe('genuine');
  });

  test('is malformed with its reason', () => {
    const reasonOf = (text: string) => readToken(table, text, AT);
    expect(reasonOf('')).toEqual({ verdict: 'malformed', reason: 'not_a_token' });
    expect(reasonOf(`https://${HOST}/other`)).toEqual({ verdict: 'malformed', reason: 'not_a_token' });
    expect(reasonOf('ABC')).toEqual({ verdict: 'malformed', reason: 'wrong_length' });
    expect(reasonOf('1'.repeat(53))).toEqual({ verdict: 'malformed', reason: 'wrong_alphabet' });
    expect(reasonOf('A'.repeat(53))).toEqual({ verdict: 'malformed', reason: 'unknown_version' });
    expect(reasonOf('A'.repeat(5_000_000))).toEqual({ verdict: 'malformed', reason: 'not_a_token' });
  });

  test('never throws and is never genuine, whatever it is', () => {
    const link = `HTTPS://${HOST}/Q#`;
    const payload = fc.string({
      unit: fc.constantFrom(...'ABCXYZabcxyz234567'),
      minLength: 53,
      maxLength: 53,
    });
    const junk = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
      fc.webUrl(),
      payload,
    );
    fc.assert(
      fc.property(junk, fc.boolean(), (text, linked) => {
        expect(readToken(table, linked ? link + text : text, AT).verdict).not.toBe('genuine');
      }),
      { numRuns: 2000 },
    );
    for (const unit of ['\0', '\ud800', ' ', '#', 'https://']) {
      expect(readToken(table, link + unit.repeat(1_000_000), AT).verdict).toBe('malformed');
    }
  });
});

describe('a sealed token', () => {
  test('expires at its hour and not before', () => {
    const text = aToken(table, 'sealed', { expiresAt: new Date('2026-11-22T10:20:00Z') });
    const verdictAt = (now: string) => readToken(table, text, { hosts: [HOST], now: new Date(now) }).verdict;
    expect(verdictAt('2026-11-22T10:59:59.999Z')).toBe('genuine');
    expect(verdictAt('2026-11-22T11:00:00Z')).toBe('expired');
  });

  test('says what it was when it has expired', () => {
    const text = aToken(table, 'sealed', { expiresAt: new Date('2026-01-01T00:00:00Z'), issueNo: 3 });
    expect(readToken(table, text, AT)).toMatchObject({
      verdict: 'expired',
      profile: 'sealed',
      sealed: { issueNo: 3 },
    });
  });
});
