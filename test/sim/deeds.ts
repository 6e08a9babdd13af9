import { ApplicationFailure } from '@temporalio/common';
import { type FailedStep, openTechnicalCase } from '../../activities/exceptions.js';
import type { Drill, House } from '../../activities/house.js';
import {
  archiveOrder,
  askForReview,
  dispatchCode,
  issueCode,
  verifyOrder,
  writeOff,
} from '../../activities/steps.js';
import { survey } from '../../activities/survey.js';
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
const houseOf = (world: World, process: Process, deed: string): House => {
  const db = asDb(openDatabase(world, process));
  const drill = drillOf(world, deed);
  return { db, inStep: inStepOf(world, process), tokenKeys: { keys: [] }, drill } as unknown as House;
};

export async function perform(world: World, process: Process, { deed, arg }: Command): Promise<Outcome> {
  const { clock, faults, findings } = world;
  try {
    const house = houseOf(world, process, deed);
    if (deed === 'openTechnicalCase') return done(await openTechnicalCase(house, arg as FailedStep));
    const orderId = String(arg);
    const surveyFails = deed === 'survey' && faults.poison.has(`survey ${orderId}`);
    const value = await DEEDS[deed]?.(surveyFails ? failing(house, world, orderId) : house, orderId);
    clock.note(`${process.name} ${deed} ${orderId} ${JSON.stringify(value)}`);
    return done(value);
  } catch (error) {
    if (!isOutage(error) && !(error instanceof ApplicationFailure))
      findings.add(`${deed} failed: ${String(error)}`);
    return { ok: false, error: safe(error) };
  }
}

/**
 * Steps that are poisoned for an order fail at their end, in a transaction that others may share; for good only when they fail
 * in a deed of their own, since a survey leaves them for that.
 */
const drillOf = ({ faults }: World, deed: string): Drill => ({
  within: (step, { id }) => {
    const poison = `${step} ${id}`;
    if (!faults.poison.has(poison)) return;
    if (deed !== 'survey') faults.struck.add(poison);
    throw injected(step);
  },
  after: () => undefined,
});

/** Whose turns fail at their end. */
const failing = ({ inStep, ...house }: House, { faults }: World, orderId: string): House => ({
  ...house,
  inStep: (names, deed) =>
    inStep(names, async (tx, atEnd) => {
      await deed(tx, atEnd);
      faults.struck.add(`survey ${orderId}`);
      throw injected('survey');
    }),
});

const injected = (step: string) => ApplicationFailure.nonRetryable(step, 'InjectedFault');

const done = (value: unknown): Outcome => ({ ok: true, value });
