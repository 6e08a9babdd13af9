import { describe, expect, test } from '@jest/globals';
import { FACT_RIGHTS } from '../../api/contract/facts.js';
import { SCAN_PURPOSES } from '../../api/contract/scan-faces.js';
import { SCAN_REASONS } from '../../api/contract/scans.js';
import type { Right } from '../../domain/people.js';
import { minorOf } from '../../web/format.js';
import { RECORDS } from '../../web/order/records-of.js';
import { geohashOf } from '../../web/scan/geohash.js';
import { nextStep } from '../../web/scan/next-step.js';
import { PURPOSES, STATIONS } from '../../web/scan/purposes.js';
import { chosenOf, openSight } from '../../web/scan/seen.js';
import { openWedge, type Stroke } from '../../web/scan/wedge.js';
import { words as zh } from '../../web/words/zh.js';

const CODE = 'HTTPS://QR.EXAMPLE.COM/Q#ABC234';

const stroke = (key: string, more: Partial<Stroke> = {}): Stroke => ({
  ...{ key, code: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false },
  ...more,
});

/** What is heard when a text is typed with so long between two keys. */
function heard(strokes: readonly Stroke[], gapMs: number): string | undefined {
  const read = openWedge();
  return strokes.map((one, index) => read(one, index * gapMs)).findLast((text) => text !== undefined);
}
const letters = (text: string) => [...text].map((letter) => stroke(letter));
const enter = stroke('Enter');

describe('a keyboard-wedge scanner', () => {
  test('is heard by its speed and its Enter', () => {
    expect(heard([...letters(CODE), enter], 4)).toBe(CODE);
    expect(heard(letters(CODE), 4)).toBeUndefined();
  });

  test('is no person: typing at any human speed is not heard', () => {
    expect(heard([...letters(CODE), enter], 130)).toBeUndefined();
    expect(heard([...letters('abc'), enter], 4)).toBeUndefined();
  });

  test('is understood through an input method, by its physical keys', () => {
    const keys = [...'https'].map((letter) =>
      stroke('Process', { code: `Key${letter.toUpperCase()}`, shiftKey: true, isComposing: true }),
    );
    const rest = [
      stroke('Process', { code: 'Semicolon', shiftKey: true }),
      stroke('Process', { code: 'Slash' }),
      stroke('Process', { code: 'Slash' }),
      stroke('Shift'),
      stroke('Process', { code: 'KeyQ' }),
      stroke('Process', { code: 'Digit3', shiftKey: true }),
    ];
    expect(heard([...keys, ...rest, stroke('Process', { code: 'Enter' })], 5)).toBe('HTTPS://q#');
  });

  test('is understood when the input method widens its letters', () => {
    expect(heard([...letters('ＨＴＴＰＳ：／／Ｑ。Ｘ／Ｑ＃Ａ２'), enter], 5)).toBe('HTTPS://Q.X/Q#A2');
  });

  test('a shortcut in between is no scan', () => {
    expect(
      heard([...letters('HTTPS://'), stroke('c', { ctrlKey: true }), ...letters('abc'), enter], 5),
    ).toBeUndefined();
  });
});

describe('what a picture shows', () => {
  const found = (text: string, x = 0.5, y = 0.5) => ({ text, x, y });

  test('one code, or the only one that is ours, is meant', () => {
    expect(chosenOf([found(CODE)]).one?.text).toBe(CODE);
    expect(chosenOf([found('https://other.example/'), found(CODE), found(CODE)]).one?.text).toBe(CODE);
    expect(chosenOf([found('https://other.example/')]).one?.text).toBe('https://other.example/');
  });

  test('of several, a person chooses', () => {
    expect(chosenOf([found(CODE), found(`${CODE}5`), found('x')])).toMatchObject({
      several: [{ text: CODE }, { text: `${CODE}5` }, { text: 'x' }],
    });
    expect(chosenOf([found('x'), found('y')]).one).toBeUndefined();
  });

  test('a code that stays in view is one scan; gone for a while, it is another', () => {
    const isNew = openSight();
    expect([0, 120, 2_900, 5_800].map((atMs) => isNew(CODE, atMs))).toEqual([true, false, false, false]);
    expect(isNew('other', 5_900)).toBe(true);
    expect(isNew(CODE, 9_000)).toBe(true);
  });
});

describe('the next step', () => {
  type Actions = Parameters<typeof nextStep>[1];
  const actions = (...allowed: Actions[number]['action'][]): Actions =>
    (['accept_transfer', 'offer_transfer'] as const).map((action) => ({
      ...{ action, right: 'transfer.offer', because: null, receiver: null },
      allowed: allowed.includes(action),
    }));
  const waits = (state: Parameters<typeof nextStep>[0]['state'], ...needs: string[]) => ({
    state,
    waitingFor: { code: 'facts', needs },
  });
  const step = (order: ReturnType<typeof waits>, allowed: Actions, ...rights: Right[]) =>
    nextStep(order, allowed, { rights });

  test('whoever is offered an order accepts it first', () => {
    const both = actions('accept_transfer', 'offer_transfer');
    expect(step(waits('circulating', 'ship 2 more'), both, 'shipment.record')).toEqual({ kind: 'accept' });
  });

  test('what the order waits for is recorded by those whose work it is', () => {
    const order = waits('circulating', 'pay CNY 120.00 more', 'ship 2 more');
    expect(step(order, actions('offer_transfer'), 'shipment.record')).toEqual({
      kind: 'record',
      fact: 'shipped',
    });
    expect(step(order, actions(), 'payment.record')).toEqual({
      kind: 'record',
      fact: 'payment_received',
      amount: 'CNY 120.00',
    });
    expect(step(order, actions('offer_transfer'), 'scan')).toEqual({ kind: 'offer' });
  });

  test('goods that wait are handled at the packing table, once a hand-over is accepted', () => {
    const face = {
      ...{ kind: 'logistics' as const, settlement: 'prepaid' as const, dueMinor: 1, paidMinor: 1 },
      lineCount: 0,
      ...{ work: { pick: 0, pack: 2, ship: 0, deliver: 0 }, nextHandling: 'pack' as const },
      lines: [],
    } satisfies Parameters<typeof nextStep>[2]['face'];
    const order = waits('circulating', 'ship 2 more');
    const rights = ['shipment.record'];
    const to = (allowed: Actions) => nextStep(order, allowed, { rights, face });
    expect(to(actions('offer_transfer'))).toEqual({ kind: 'handle', handling: 'pack' });
    expect(to(actions('accept_transfer'))).toEqual({ kind: 'accept' });
  });

  test('a reviewer goes to the review, a technician to the case, others to the order', () => {
    expect(step(waits('pending_review'), actions(), 'review.decide')).toEqual({ kind: 'review' });
    expect(step(waits('exception'), actions(), 'case.read')).toEqual({ kind: 'case' });
    expect(step(waits('archived'), actions(), 'scan')).toEqual({ kind: 'open' });
  });
});

test.each([
  ['120.00', 'CNY', 12_000],
  ['0.5', 'CNY', 50],
  ['1000', 'JPY', 1_000],
  ['1.005', 'CNY', undefined],
  ['1e3', 'CNY', undefined],
  ['', 'CNY', undefined],
  ['9999999999999999', 'CNY', undefined],
])('%s %s is %s in minor units', (amount, currency, minor) => {
  expect(minorOf(amount, currency)).toBe(minor);
});

test('what screens know of the contract is what it says', () => {
  expect(RECORDS).toEqual(FACT_RIGHTS);
  expect([...PURPOSES, ...STATIONS].toSorted()).toEqual([...SCAN_PURPOSES].toSorted());
  const refused = SCAN_REASONS.filter((reason) => reason !== 'code_live');
  expect(refused.filter((reason) => !(`scan.out_${reason}` in zh))).toEqual([]);
});

test('a place is told by the first four letters of its geohash', () => {
  expect(geohashOf({ latitude: 39.9042, longitude: 116.4074 })).toBe('wx4g');
  expect(geohashOf({ latitude: 31.2304, longitude: 121.4737 })).toBe('wtw3');
  expect(geohashOf({ latitude: -33.8688, longitude: 151.2093 })).toBe('r3gx');
});
