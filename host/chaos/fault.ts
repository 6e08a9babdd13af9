import type { Db } from '../../db/sql.js';
import type { DrilledHouse } from './house.js';
import type { People } from './people.js';

/** Whose recovery a fault is about; the goal is counted from the beginning of the healing. */
export type Part = 'api' | 'worker' | 'redis' | 'postgres' | 'temporal';

/** What a probe must reach within how many seconds: an answer to a write, an issued code, a delivered message. */
export const GOALS: Readonly<Record<Part, { of: 'answer' | 'lifecycle' | 'message'; seconds: number }>> = {
  api: { of: 'answer', seconds: 3 },
  worker: { of: 'lifecycle', seconds: 15 },
  redis: { of: 'message', seconds: 5 },
  postgres: { of: 'lifecycle', seconds: 10 },
  temporal: { of: 'lifecycle', seconds: 20 },
};

/** What a fault is injected into. */
export interface Ground {
  house: DrilledHouse;
  people: People;
  /** The same people at another door. */
  peopleAt(url: string): People;
  /** The database without the way through a wire. */
  admin: Db;
  /** Tells this injection from every other. */
  serial: number;
  /** Poisoned orders whose cause is mended: a technician may retry them. */
  cured: Set<string>;
  /** What tries of clients came to so far; see `History`. */
  answers: ReadonlyMap<string, number>;
  /** Orders whose story the fault itself begins and that must end archived. */
  expectArchived(orderNo: string): void;
  /** What was seen on the way; a line of the report. */
  tell(line: string): void;
}

export interface Fault {
  id: string;
  name: string;
  part: Part;
  /** How long it lasts: in the long run, and in CI. */
  holdMs: number;
  shortMs: number;
  /** Nothing may be refused or left unanswered by the API meanwhile. */
  answersMeanwhile?: true;
  /** It mounts a disk, which nobody else may see. */
  ownMounts?: true;
  /** What this machine lacks for it, in a sentence. */
  lacks?(): string | undefined;
  /** Answers how it is healed; healing answers when its own hand is done. */
  inject(ground: Ground): Promise<() => Promise<void>>;
}

/** Hurts step by step; what breaks on the way is healed at once. */
export async function hurt(
  heal: () => Promise<void>,
  act: () => Promise<void>,
): Promise<() => Promise<void>> {
  try {
    await act();
  } catch (error) {
    await heal();
    throw error;
  }
  return heal;
}

/** Whether every answer since says what it is; tells how many there were of each that left a client waiting. */
export function watchAnswers({ answers, tell }: Ground): () => void {
  const before = new Map(answers);
  return () => {
    const since = (came: string) => (answers.get(came) ?? 0) - (before.get(came) ?? 0);
    if (since('internal') > 0) throw new Error(`${since('internal')} requests were answered with 500`);
    tell(`meanwhile ${since('out_of_service')} answers of 503, ${since('silence')} of silence, none of 500`);
  };
}

/** As many workers as a drill runs, so that one is left when one is gone. */
const WORKERS = 2;

export async function fillWorkers({ stack }: Pick<DrilledHouse, 'stack'>): Promise<void> {
  const missing = WORKERS - stack.running('worker').length;
  await Promise.all(Array.from({ length: Math.max(0, missing) }, () => stack.start('worker')));
}
