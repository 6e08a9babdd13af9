import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Swept, sweepSeeds } from './seeds.js';
import { simulate } from './simulate.js';

const SEEDS = 2_000;
const FIRST = 1;

describe(`${SEEDS} worlds`, () => {
  let swept: Swept;
  beforeAll(async () => {
    swept = await sweepSeeds(FIRST, SEEDS);
  });

  test('hold every invariant, always and at rest', () => {
    expect(swept.broken.map(({ seed, findings }) => ({ seed, findings }))).toEqual([]);
  });

  test('reach every end, and pass through reviews, exceptions and late facts', () => {
    for (const type of [
      ...['archived', 'order_cancelled', 'code_expired', 'late_fact', 'review_approved', 'review_rejected'],
      ...['review_returned', 'exception_opened', 'exception_closed', 'retry_requested', 'case_resolved'],
      ...['message_failed', 'message_bounced', 'transfer_accepted', 'review_withdrawn', 'order_held'],
    ])
      expect(swept.facts).toContain(type);
  });

  test('share transactions that are committed, undone because a deed of them failed, or lost', () => {
    expect([...swept.ended].toSorted()).toEqual(['committed', 'lost', 'undone']);
  });
});

test('a seed replays to the same trace, and another one does not', async () => {
  const [once, twice, other] = [await simulate(7), await simulate(7), await simulate(8)];
  expect(twice).toEqual(once);
  expect(other.hash).not.toBe(once.hash);
});
