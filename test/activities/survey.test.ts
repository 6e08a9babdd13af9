import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import type { House } from '../../activities/house.js';
import { verifyOrder, writeOff } from '../../activities/steps.js';
import { survey } from '../../activities/survey.js';
import { codesOf } from '../../db/codes.js';
import { factsOf } from '../../db/facts.js';
import { orderById } from '../../db/orders.js';
import { writeOffOf } from '../../db/write-offs.js';
import type { Step } from '../../domain/lifecycle.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { houseOf } from '../support/house.js';
import { enterTestOrder, paid, recordFact, shipped } from '../support/orders.js';

let database: TestDatabase;
let house: House;
let api: Knex;
/** Steps that fail at their end. */
const broken = new Set<Step>();
/** Every step that was done, committed or not. */
const begun: Step[] = [];
beforeAll(async () => {
  database = await cloneDatabase();
  api = database.as('oqr_api');
  const within = (step: Step) => {
    begun.push(step);
    if (broken.has(step)) throw new Error(`${step} is broken`);
  };
  house = { ...houseOf(database), drill: { within, after: () => undefined } };
});
afterAll(() => database.drop());

async function paidAndShipped(): Promise<string> {
  const { id } = await enterTestOrder(database, {}, api);
  await survey(house, id);
  await recordFact(api, id, paid(12_000));
  await recordFact(api, id, shipped());
  return id;
}

describe('a survey', () => {
  test('does the first deed that it leads to, and no other', async () => {
    const { id } = await enterTestOrder(database, {}, api);
    begun.length = 0;
    expect(await survey(house, id)).toMatchObject({ next: 'wait' });
    await recordFact(api, id, paid(12_000));
    await recordFact(api, id, shipped());
    expect(await survey(house, id)).toMatchObject({ next: 'write_off' });
    expect(begun).toEqual(['issue', 'verify']);
  });

  test('leaves a deed that fails to its own activity, and takes in what is new', async () => {
    const id = await paidAndShipped();
    broken.add('verify');
    expect(await survey(house, id)).toMatchObject({ next: 'verify' });
    const types = (await factsOf(api, id)).map(({ type }) => type);
    expect(types).toContain('circulation_started');
    expect(types).not.toContain('verification_started');
    expect(await orderById(api, id)).toMatchObject({ state: 'circulating' });
    await expect(verifyOrder(house, id)).rejects.toThrow('verify is broken');
    broken.clear();
    expect(await verifyOrder(house, id)).toMatchObject({ next: 'write_off' });
  });

  test('begins anywhere, and does nothing twice', async () => {
    const id = await paidAndShipped();
    await verifyOrder(house, id);
    const [, next] = await Promise.all([writeOff(house, id), survey(house, id)]);
    expect(['archive', 'rest']).toContain(next.next);
    await survey(house, id);
    expect(await survey(house, id)).toMatchObject({ next: 'rest' });
    expect(await writeOffOf(api, id)).toBeDefined();
    expect(await codesOf(api, id)).toHaveLength(1);
    expect((await factsOf(api, id)).filter(({ type }) => type === 'written_off')).toHaveLength(1);
  });

  test('that cannot look says so', async () => {
    const { id } = await enterTestOrder(database, {}, api);
    const blind: House = {
      ...house,
      inStep: () => Promise.reject(new Error('away')),
    };
    await expect(survey(blind, id)).rejects.toThrow('away');
  });
});
