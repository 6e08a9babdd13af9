import { expect, test } from '@jest/globals';
import { actsFor } from '../../web/board/acts-for.js';

test('an order that stands alone is offered what would change it', () => {
  const running = actsFor([{ watched: false, held: false, pausedAt: null }]);
  expect(running).toEqual(expect.arrayContaining(['nudge', 'watch', 'hold', 'pause']));
  for (const idle of ['unwatch', 'release', 'resume'] as const) expect(running).not.toContain(idle);
  const resting = actsFor([{ watched: true, held: true, pausedAt: '2026-11-29T09:00:00Z' }]);
  expect(resting).toEqual(expect.arrayContaining(['unwatch', 'release', 'resume']));
  for (const idle of ['watch', 'hold', 'pause'] as const) expect(resting).not.toContain(idle);
});

test('several orders, and what is not known of one, are offered everything', () => {
  const all = actsFor([{}, {}]);
  expect(all).toEqual(expect.arrayContaining(['watch', 'unwatch', 'hold', 'release', 'pause', 'resume']));
  expect(actsFor([{}])).toEqual(all);
  expect(actsFor([])).toEqual(all);
});
