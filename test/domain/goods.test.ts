import { describe, expect, test } from '@jest/globals';
import {
  allOf,
  beyond,
  goodsOf,
  HANDLINGS,
  type Handling,
  mayHandle,
  mostOf,
  NO_WORK,
  nextHandling,
  standOf,
  workOf,
} from '../../domain/goods.js';
import { ledger } from '../../domain/ledger.js';
import { aFact, aHistory, aLine, anOrder, type Happening, pays, ships } from './builders.js';

const LINES = [
  aLine({ lineNo: 1, quantity: 3, amountMinor: 30_000 }),
  aLine({ lineNo: 2, quantity: 2, amountMinor: 18_000 }),
  aLine({ lineNo: 3, kind: 'charge', quantity: 1, amountMinor: 2_000 }),
];
const ORDER = anOrder({ lines: LINES });

const handled = (
  type: 'picked' | 'packed' | 'delivered',
  ...lines: readonly (readonly [lineNo: number, quantity: number])[]
) => aFact(type, { lines: lines.map(([lineNo, quantity]) => ({ lineNo, quantity })) });

const goods = (...facts: Happening[]) => goodsOf(LINES, aHistory(...facts));
const work = (state: 'circulating' | 'exception', ...facts: Happening[]) => {
  const history = aHistory(...facts);
  const sums = ledger(ORDER, history);
  return workOf({ state, settlement: ORDER.settlement, goods: goodsOf(LINES, history) }, sums);
};

describe('goods', () => {
  test('are the lines that can be carried, and come forward line by line', () => {
    expect(goods(handled('picked', [1, 2]), handled('packed', [1, 1]))).toEqual([
      { lineNo: 1, quantity: 3, picked: 2, packed: 1, shipped: 0, delivered: 0 },
      { lineNo: 2, quantity: 2, picked: 0, packed: 0, shipped: 0, delivered: 0 },
    ]);
  });

  test('that were shipped were picked and packed, whether anybody said so or not', () => {
    expect(goods(handled('picked', [1, 1]), ships([1, 3]))[0]).toMatchObject({
      picked: 3,
      packed: 3,
      shipped: 3,
    });
  });

  test('that two people picked or packed at once are no more than were ordered', () => {
    const twice = [handled('picked', [1, 3]), handled('picked', [1, 3]), handled('packed', [1, 2])];
    expect(goods(...twice, handled('packed', [1, 2]))[0]).toMatchObject({ picked: 3, packed: 3, shipped: 0 });
    expect(
      standOf(
        goods(...twice)[0] ?? { lineNo: 1, quantity: 0, picked: 0, packed: 0, shipped: 0, delivered: 0 },
      ).waits,
    ).toEqual({
      ...{ pick: 0, pack: 1, ship: 2, deliver: 0 },
    });
  });

  test('of a fact without lines are all that is left', () => {
    expect(goods(handled('picked', [1, 2]), 'picked').map(({ picked }) => picked)).toEqual([3, 2]);
  });

  test('are never handled beyond the order, nor delivered before they are shipped', () => {
    const stand = goods(ships([1, 2]));
    const most = (handling: Handling) => stand.map((line) => mostOf(line, handling));
    expect(HANDLINGS.map(most)).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
      [2, 0],
    ]);
    expect(beyond(stand, 'ship', [{ lineNo: 1, quantity: 1 }])).toEqual([]);
    const twice = [
      { lineNo: 1, quantity: 1 },
      { lineNo: 1, quantity: 1 },
    ];
    expect(beyond(stand, 'ship', twice)).toEqual([{ lineNo: 1, most: 1 }]);
  });

  test('are all meant where none are named: what waits, or where nothing waits what is left', () => {
    const part = goods(handled('picked', [1, 2]));
    expect(allOf(part, 'pack')).toEqual([{ lineNo: 1, quantity: 2 }]);
    expect(allOf(part, 'ship')).toEqual([
      { lineNo: 1, quantity: 3 },
      { lineNo: 2, quantity: 2 },
    ]);
    expect(allOf(goods('shipped', 'delivered'), 'deliver')).toEqual([]);
  });

  test('stand for each deed with what waits and what is left', () => {
    const [first] = goods(handled('picked', [1, 2]), ships([1, 1]));
    expect(first && standOf(first)).toEqual({
      waits: { pick: 1, pack: 1, ship: 0, deliver: 1 },
      left: { pick: 1, pack: 2, ship: 2, deliver: 1 },
    });
  });

  test('are handled while the order is under way; a delivery may come after the write-off', () => {
    expect(HANDLINGS.filter((handling) => mayHandle('circulating', handling))).toEqual([...HANDLINGS]);
    expect(HANDLINGS.filter((handling) => mayHandle('written_off', handling))).toEqual(['deliver']);
    for (const state of ['entered', 'requested', 'voided', 'expired', 'purged'] as const)
      expect(HANDLINGS.filter((handling) => mayHandle(state, handling))).toEqual([]);
  });
});

describe('the work of the warehouse', () => {
  test('begins when a prepaid order is paid', () => {
    expect(work('circulating')).toEqual(NO_WORK);
    expect(work('circulating', pays(50_000))).toEqual({ pick: 5, pack: 0, ship: 0, deliver: 0 });
  });

  test('moves from deed to deed, also in parts', () => {
    const part = work('circulating', pays(50_000), handled('picked', [1, 2]), handled('packed', [1, 1]));
    expect(part).toEqual({ pick: 3, pack: 1, ship: 1, deliver: 0 });
    expect(nextHandling(part)).toBe('pick');
    const all = work('circulating', pays(50_000), 'picked', 'packed', ships([1, 3]));
    expect([all, nextHandling(all)]).toEqual([{ pick: 0, pack: 0, ship: 2, deliver: 3 }, 'ship']);
  });

  test('rests while people clear an exception, and ends', () => {
    expect(work('exception', pays(50_000))).toEqual(NO_WORK);
    expect(nextHandling(work('circulating', pays(50_000), 'shipped', 'delivered'))).toBeUndefined();
  });
});

describe('a delivery', () => {
  const delivered = (...facts: Happening[]) => ledger(ORDER, aHistory(...facts)).delivered;

  test('without lines is of everything, whenever it is stated', () => {
    expect([delivered(), delivered('delivered')]).toEqual([false, true]);
  });

  test('of a part leaves the rest to come', () => {
    expect(delivered('shipped', handled('delivered', [1, 3]))).toBe(false);
    expect(delivered('shipped', handled('delivered', [1, 3]), handled('delivered', [2, 2]))).toBe(true);
  });
});
