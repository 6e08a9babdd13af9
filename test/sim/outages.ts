import type { Seat } from './world.js';

/** What gets in the way between a process and the database. */

const FROZEN_MS = 45_000;

/** Others may go first here; now and then a process stands still for a long time. */
export async function breathe({ world, process }: Seat): Promise<void> {
  const { clock, faults } = world;
  if (!clock.chance(0.12)) return;
  const frozen = faults.on && clock.chance(0.02);
  const delayMs = frozen ? clock.between(5_000, FROZEN_MS) : clock.between(0, 60);
  await new Promise<void>((go) =>
    clock.after(delayMs, () => {
      if (process.alive) go();
    }),
  );
}

/** What a lost line looks like to whoever asked. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  readonly code = 'ECONNRESET';
}

/** PostgreSQL has no space for a statement; what its transaction did is undone. */
export class StatementFailed extends Error {
  override readonly name = 'StatementFailed';
  readonly code = '53100';
}

/** Time mends it; `NoPlace` comes from deeds in step. */
export const isOutage = (error: unknown): boolean =>
  error instanceof Error && ['ConnectionLost', 'StatementFailed', 'NoPlace'].includes(error.name);

/** A request may be lost before its deed, a commit with it, an answer after it. */
export function strike({ world }: Seat, where: 'request' | 'commit' | 'answer'): void {
  const { clock, faults } = world;
  const away = faults.on && (clock.nowMs() < faults.databaseAwayUntilMs || clock.chance(faults.loss));
  if (away) throw new ConnectionLost(`${where} lost`);
}

/** A statement fails for a reason of its own. */
export function refuseSome({ world: { clock, faults } }: Seat): void {
  if (faults.on && clock.chance(faults.loss / 5)) throw new StatementFailed('no space');
}

/** What PostgreSQL says when a row breaks a constraint. */
export class Broken extends Error {
  override readonly name = 'Broken';
  readonly code = '23505';
  constructor(readonly constraint: string) {
    super(constraint);
  }
}
