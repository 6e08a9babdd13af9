import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FACT_TYPES, FACTS, type FactType } from '../../domain/facts.js';
import { atRest, fold, isClosed, mayRequest, move, STATES, type State } from '../../domain/lifecycle.js';
import { aFact, aHistory } from './builders.js';
import { EXCEPTION_FROM, isLegal, TABLE } from './state-table.js';

const cells = STATES.flatMap((from) =>
  FACT_TYPES.filter((type) => !(from === 'exception' && type === 'exception_closed')).map((type) => ({
    from,
    type,
    to: TABLE.find((row) => row[0] === from && row[1] === type)?.[2],
  })),
);
const filled = cells.filter((cell) => cell.to);
const empty = cells.filter((cell) => !cell.to);

describe('the state table', () => {
  test('covers every pair of state and fact', () => {
    expect(filled.length).toBe(TABLE.length);
    expect(cells.length).toBe(STATES.length * FACT_TYPES.length - 1);
  });

  test.each(filled)('$from –$type→ $to', ({ from, type, to }) => {
    expect(move(from, aFact(type))).toBe(to);
  });

  test.each(STATES)('%s stays as it is for every other fact', (state) => {
    const moved = empty.filter((cell) => cell.from === state && move(state, aFact(cell.type)) !== state);
    expect(moved).toEqual([]);
  });

  test.each(EXCEPTION_FROM)('an exception that came from %s returns there', (to) => {
    expect(move('exception', aFact('exception_closed', { to }))).toBe(to);
  });

  test.each([[{}], [{ to: 'nowhere' }], [{ to: '' }]])(
    'an exception closed with %j goes to verifying',
    (detail) => {
      expect(move('exception', aFact('exception_closed', detail))).toBe('verifying');
    },
  );

  test('a state named in any other fact’s detail is not followed', () => {
    const moved = cells.filter(
      ({ from, type, to }) => move(from, aFact(type, { to: 'purged' })) !== (to ?? from),
    );
    expect(moved).toEqual([]);
  });
});

describe('fold', () => {
  test('starts where the order is entered', () => {
    expect(fold([])).toBe('entered');
  });

  test('tells the tale to the archive', () => {
    const tale: readonly FactType[] = [
      'order_entered',
      'code_requested',
      'code_issued',
      'code_dispatched',
      'payment_received',
      'circulation_started',
      'verification_started',
      'verification_deferred',
      'shipped',
      'verification_started',
      'verification_passed',
      'review_opened',
      'review_approved',
      'written_off',
      'archived',
      'purged',
    ];
    expect(fold(aHistory(...tale))).toBe('purged');
    expect(fold(aHistory(...tale.slice(0, -1)))).toBe('archived');
    expect(fold(aHistory(...tale.slice(0, 8)))).toBe('circulating');
  });

  test('a reissue leaves the state', () => {
    const facts = aHistory(
      'code_requested',
      'code_issued',
      'code_dispatched',
      'reissue_requested',
      'code_issued',
    );
    expect(fold(facts)).toBe('dispatched');
  });

  test('a detour through an exception ends where it began', () => {
    const detour = aHistory(
      'code_requested',
      aFact('exception_opened', { from: 'requested' }),
      aFact('exception_closed', { to: 'requested' }),
      'code_issued',
    );
    expect(fold(detour)).toBe('issued');
  });

  test('whatever happens, every step is one that the table allows', () => {
    const fact = fc
      .tuple(fc.constantFrom(...FACT_TYPES), fc.constantFrom<State>(...EXCEPTION_FROM))
      .map(([type, to]) => aFact(type, type === 'exception_closed' ? { to } : {}));
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 60 }), (facts) => {
        let state = fold([]);
        for (const [index, one] of facts.entries()) {
          const after = fold(facts.slice(0, index + 1));
          expect(after === state || isLegal(state, one.type, after)).toBe(true);
          state = after;
        }
      }),
    );
  });

  test('a written-off order never leaves for anything but the archive and the purge', () => {
    const off = fc.constantFrom<State>('written_off', 'archived', 'purged');
    fc.assert(
      fc.property(off, fc.array(fc.constantFrom(...FACT_TYPES)), (start, types) => {
        const end = types.reduce<State>((state, type) => move(state, aFact(type)), start);
        expect(['written_off', 'archived', 'purged']).toContain(end);
      }),
    );
  });
});

describe('closed and at rest', () => {
  test('closed from the end on, at rest when nothing is left to do', () => {
    expect(STATES.filter(isClosed).sort()).toEqual([
      'archived',
      'expired',
      'purged',
      'voided',
      'written_off',
    ]);
    expect(STATES.filter(atRest).sort()).toEqual(['archived', 'expired', 'purged', 'voided']);
  });
});

describe('requests', () => {
  const open: readonly State[] = ['entered', ...EXCEPTION_FROM, 'exception'];
  const withCode: readonly State[] = open.filter((state) => state !== 'entered' && state !== 'requested');
  const allowed: readonly (readonly [FactType, readonly State[]])[] = [
    ['code_requested', ['entered']],
    ['order_cancelled', open],
    ['credit_approved', open],
    ['watch_set', open],
    ['clock_paused', open],
    ['clock_resumed', open],
    ['nudged', open],
    ['reassigned', open],
    ['priority_set', open],
    ['budget_extended', open],
    ['escalated', open],
    ['order_held', open],
    ['order_released', open],
    ['explanation_asked', open],
    ['explained', open],
    ['amendment_proposed', open],
    ['amendment_refused', open],
    ['order_amended', open],
    ['reissue_requested', [...withCode, 'expired']],
    ['code_voided', withCode],
    ['transfer_offered', withCode],
    ['transfer_accepted', withCode],
    ['transfer_refused', withCode],
    ['review_claimed', ['pending_review']],
    ['review_approved', ['pending_review']],
    ['review_rejected', ['pending_review']],
    ['review_returned', ['pending_review']],
    ['review_withdrawn', ['pending_review']],
    ['review_handed_over', ['pending_review']],
    ['review_escalated', ['pending_review']],
    ['customer_asked', ['pending_review']],
    ['evidence_supplied', withCode],
  ];

  test.each(allowed)('%s is allowed in %j and refused elsewhere', (type, states) => {
    expect(STATES.filter((state) => mayRequest(state, type)).sort()).toEqual([...states].sort());
  });

  test('nobody may request a lifecycle fact', () => {
    const types = FACT_TYPES.filter((type) => FACTS[type].family === 'lifecycle');
    expect(types.flatMap((type) => STATES.filter((state) => mayRequest(state, type)))).toEqual([]);
  });

  test('a request that moves the state is allowed exactly where the table has a cell', () => {
    for (const type of ['code_requested', 'order_cancelled'] satisfies FactType[]) {
      const moving = STATES.filter((state) => TABLE.some((row) => row[0] === state && row[1] === type));
      expect(STATES.filter((state) => mayRequest(state, type))).toEqual(moving);
    }
  });
});
