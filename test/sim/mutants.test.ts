import { describe, expect, test } from '@jest/globals';
import { MUTANTS, type Mutant } from './deviation.js';
import { huntOne } from './seeds.js';

/** No planted bug may hide longer. */
const HIDDEN = 2_000;

describe('planted bugs', () => {
  test.each(Object.entries(MUTANTS))('%s: %s', async (mutant) => {
    expect((await huntOne(mutant as Mutant, 1, HIDDEN)).seed).toBeDefined();
  });
});
