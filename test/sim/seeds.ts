import { createHash } from 'node:crypto';
import { MUTANTS, type Mutant, plant } from './deviation.js';
import { type Simulated, simulate } from './simulate.js';

export interface Swept {
  /** Of all hashes in turn. */
  hash: string;
  steps: number;
  broken: Simulated[];
  /** Every kind of fact that came up. */
  facts: Set<string>;
  /** How transactions that deeds shared ended. */
  ended: Set<string>;
}

/** One world after the other. */
export async function sweepSeeds(first: number, count: number): Promise<Swept> {
  const digest = createHash('sha256');
  const swept: Omit<Swept, 'hash'> = { steps: 0, broken: [], facts: new Set(), ended: new Set() };
  for (let seed = first; seed < first + count; seed += 1) {
    const simulated = await simulate(seed);
    digest.update(simulated.hash);
    swept.steps += simulated.steps;
    for (const type of simulated.facts) swept.facts.add(type);
    for (const end of simulated.ended) swept.ended.add(end);
    if (simulated.findings.length > 0) swept.broken.push(simulated);
  }
  return { ...swept, hash: digest.digest('hex').slice(0, 16) };
}

export interface Hunted {
  mutant: Mutant;
  /** The first world that gave the bug away, and how; undefined when none did. */
  seed: number | undefined;
  finding: string | undefined;
}

/** Plants each bug in turn and looks for it in at most so many worlds. */
export async function hunt(first: number, most: number): Promise<Hunted[]> {
  const hunted: Hunted[] = [];
  for (const mutant of Object.keys(MUTANTS) as Mutant[]) hunted.push(await huntOne(mutant, first, most));
  return hunted;
}

/** Plants one bug and looks for it in at most so many worlds. */
export async function huntOne(mutant: Mutant, first: number, most: number): Promise<Hunted> {
  plant(mutant);
  try {
    for (let seed = first; seed < first + most; seed += 1) {
      const { findings } = await simulate(seed);
      if (findings.length > 0) return { mutant, seed, finding: findings[0] };
    }
    return { mutant, seed: undefined, finding: undefined };
  } finally {
    plant(undefined);
  }
}
