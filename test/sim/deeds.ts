import { ApplicationFailure } from '@temporalio/common';
import { archiveOrder } from '../../activities/archive.js';
import { dispatchCode } from '../../activities/dispatch.js';
import { type FailedStep, openTechnicalCase } from '../../activities/exceptions.js';
import type { House } from '../../activities/house.js';
import { issueCode } from '../../activities/issuing.js';
import { askForReview } from '../../activities/review.js';
import { survey } from '../../activities/survey.js';
import { verifyOrder } from '../../activities/verification.js';
import { writeOff } from '../../activities/write-off.js';
import { safe } from '../../worker/failures.js';
import { asDb, isLost, openDatabase } from './database.js';
import type { Command, Outcome } from './life.js';
import type { Process, World } from './world.js';

/** The real deeds, done by a simulated process. */
const DEEDS: Readonly<Record<string, (house: House, orderId: string) => Promise<unknown>>> = {
  ...{ survey, issueCode, dispatchCode, verifyOrder, askForReview, writeOff, archiveOrder },
};

/** Keys, codes and logs play no part in the simulated rooms. */
const houseOf = (world: World, process: Process): House => {
  const db = asDb(openDatabase(world, process));
  const inStep: House['inStep'] = (_names, deed) => db.transaction(deed);
  return { db, inStep, tokenKeys: { keys: [] } } as unknown as House;
};

export async function perform(world: World, process: Process, { deed, arg }: Command): Promise<Outcome> {
  const { clock, faults, findings } = world;
  try {
    const house = houseOf(world, process);
    if (deed === 'openTechnicalCase') return done(await openTechnicalCase(house, arg as FailedStep));
    const orderId = String(arg);
    if (faults.poison.has(`${deed} ${orderId}`)) {
      faults.struck.add(`${deed} ${orderId}`);
      throw ApplicationFailure.nonRetryable(deed, 'InjectedFault');
    }
    const value = await DEEDS[deed]?.(house, orderId);
    clock.note(`${process.name} ${deed} ${orderId} ${JSON.stringify(value)}`);
    return done(value);
  } catch (error) {
    if (!isLost(error) && !(error instanceof ApplicationFailure))
      findings.add(`${deed} failed: ${String(error)}`);
    return { ok: false, error: safe(error) };
  }
}

const done = (value: unknown): Outcome => ({ ok: true, value });
