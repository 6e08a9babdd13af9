import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lastMaterial } from '../../domain/facts.js';
import { due, fold, isClosed, next, STATES, type State } from '../../domain/lifecycle.js';
import { aPass, pays } from './builders.js';
import { aWorld, count, record, standingOf, type World } from './world.js';
import { act } from './world-acts.js';
import { judged, live } from './world-deeds.js';
import { aStory, begin, type Story } from './world-stories.js';

/** More deeds than any story needs: reaching it is an endless loop. */
const ENDLESS = 300;

/** Plays a story to its end, when every machine works again, and looks at the order after every act. */
function play(story: Story, look: (world: World) => void = () => {}): World {
  const world = begin(story.start);
  look(world);
  for (const [one, deeds] of story.acts) {
    act(world, one);
    const done = live(world, Math.min(deeds, ENDLESS));
    if (deeds === 100 && done === deeds) throw new Error('endless');
    look(world);
  }
  world.faulty = false;
  if (live(world, ENDLESS) === ENDLESS) throw new Error('endless');
  look(world);
  return world;
}

const inStories = (promise: (story: Story) => void): void =>
  fc.assert(fc.property(aStory, promise), { numRuns: 1000 });

const blocked = (world: World): boolean => world.cases.some((one) => one.open && one.blocking);

describe('in any story', () => {
  test('no step leaves the table, every write-off is earned, and the lifecycle comes to rest', () => {
    inStories((story) => {
      const order = standingOf(play(story));
      expect(due(order)).toBeUndefined();
      expect(['wait', 'rest']).toContain(next(order));
    });
  });

  test('there is at most one write-off, and it stays', () => {
    inStories((story) => {
      const world = play(story, (now) => {
        expect(count(now, 'written_off')).toBeLessThanOrEqual(1);
        const off: readonly State[] = ['written_off', 'archived', 'purged'];
        if (count(now, 'written_off') === 1) expect(off).toContain(now.state);
      });
      expect(count(world, 'archived')).toBeLessThanOrEqual(count(world, 'written_off'));
    });
  });

  test('the state is the fold of the facts', () => {
    inStories((story) => {
      play(story, (world) => expect(fold(world.facts)).toBe(world.state));
    });
  });

  test('an order that came to rest is an exception if and only if a blocking case is open', () => {
    inStories((story) => {
      const world = play(story);
      if (!isClosed(world.state)) expect(world.state === 'exception').toBe(blocked(world));
    });
  });

  test('an order that passes does not wait in circulation, unless its review was returned', () => {
    inStories((story) => {
      const world = play(story);
      if (world.state !== 'circulating' || judged(world).verdict !== 'pass') return;
      expect(world.reviews.at(-1)?.materialFact).toBe(lastMaterial(world.facts));
      expect(standingOf(world).review).toEqual({ decision: 'returned' });
    });
  });

  test('a cancelled order stays voided until it is purged', () => {
    inStories((story) => {
      play(story, (world) => {
        if (count(world, 'order_cancelled') > 0) expect(['voided', 'purged']).toContain(world.state);
      });
    });
  });

  test('no fact is noted late twice', () => {
    inStories((story) => {
      const notes = play(story).facts.filter((fact) => fact.type === 'late_fact');
      expect(new Set(notes.map((fact) => fact.detail.of)).size).toBe(notes.length);
    });
  });

  test('looking again when nothing happened does nothing', () => {
    inStories((story) => {
      const world = play(story);
      const { length } = world.facts;
      expect(live(world, 10)).toBe(0);
      expect(world.facts.length).toBe(length);
    });
  });
});

describe('the simulation itself', () => {
  test('reaches every state, reviews and late facts included', () => {
    const reached = new Set<State>();
    const seen = new Set<string>();
    for (const story of fc.sample(aStory, { numRuns: 2000, seed: 7 })) {
      const end = play(story, (world) => reached.add(world.state));
      for (const fact of end.facts) seen.add(fact.type);
      if (end.verified?.reviewers === 2 && count(end, 'written_off')) seen.add('written off by two');
      if (count(end, 'code_expired') && count(end, 'written_off')) seen.add('written off after expiry');
      if (count(end, 'verification_failed') && count(end, 'written_off'))
        seen.add('written off after a failure');
    }
    expect([...reached].sort()).toEqual([...STATES].sort());
    for (const what of [
      'late_fact',
      'review_returned',
      'review_rejected',
      'retry_requested',
      'case_resolved',
    ])
      expect(seen).toContain(what);
    for (const how of ['by two', 'after expiry', 'after a failure'])
      expect(seen).toContain(`written off ${how}`);
  });

  const ready = (): World => {
    const world = aWorld();
    record(world, 'code_requested');
    record(world, 'code_issued');
    record(world, 'payment_received', pays(50_000).detail);
    record(world, 'circulation_started');
    record(world, 'verification_started');
    return world;
  };

  test('notices a write-off that the rules do not allow', () => {
    const world = ready();
    world.verified = aPass(world.facts, { materialFact: 4 });
    expect(() => live(world, 10)).toThrow('written off though the rules say not_yet');
  });

  test('notices a write-off without its reviewer', () => {
    const world = ready();
    const { number } = record(world, 'shipped');
    world.verified = aPass(world.facts, { materialFact: number, reviewers: 1 });
    world.reviews.push({ materialFact: number, reviewersNeeded: 0, decisions: [] });
    record(world, 'review_opened');
    expect(() => live(world, 10)).toThrow('written off with fewer than 1 reviewers');
  });

  test('writes the same order off when nothing is wrong with it', () => {
    const world = ready();
    record(world, 'shipped');
    live(world, 10);
    expect(world.state).toBe('archived');
  });

  test('an exception never closes into a final state, whatever its fact says', () => {
    const world = ready();
    record(world, 'exception_opened');
    record(world, 'exception_closed', { to: 'archived' });
    expect(world.state).toBe('verifying');
  });
});
