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
import { asDb, inStepOf, openDatabase } from './database.js';
import type { Command, Outcome } from './life.js';
import { isOutage } from './outages.js';
import type { Process, World } from './world.js';

/** The real deeds, done by a simulated process. */
const DEEDS: Readonly<Record<string, (house: House, orderId: string) => Promise<unknown>>> = {
  ...{ survey, issueCode, dispatchCode, verifyOrder, askForReview, writeOff, archiveOrder },
};

/** Keys, codes and logs play no part in the simulated rooms. */
const houseOf = (world: World, process: Process): House => {
  const db = asDb(openDatabase(world, process));
  return { db, inStep: inStepOf(world, process), tokenKeys: { keys: [] } } as unknown as House;
};

export async function perform(world: World, process: Process, { deed, arg }: Command): Promise<Outcome> {
  const { clock, faults, findings } = world;
  try {
    const house = houseOf(world, process);
    if (deed === 'openTechnicalCase') return done(await openTechnicalCase(house, arg as FailedStep));
    const orderId = String(arg);
    const poisoned = faults.poison.has(`${deed} ${orderId}`);
    const value = await DEEDS[deed]?.(
      poisoned ? failing(house, world, `${deed} ${orderId}`) : house,
      orderId,
    );
    clock.note(`${process.name} ${deed} ${orderId} ${JSON.stringify(value)}`);
    return done(value);
  } catch (error) {
    if (!isOutage(error) && !(error instanceof ApplicationFailure))
      findings.add(`${deed} failed: ${String(error)}`);
    return { ok: false, error: safe(error) };
  }
}

/** Whose deeds fail at their end, in a transaction that others may share. */
const failing = ({ inStep, ...house }: House, { faults }: World, poison: string): House => ({
  ...house,
  inStep: (names, deed) =>
    inStep(names, async (tx) => {
      await deed(tx);
      faults.struck.add(poison);
      throw ApplicationFailure.nonRetryable(poison.split(' ')[0], 'InjectedFault');
    }),
});

const done = (value: unknown): Outcome => ({ ok: true, value });
