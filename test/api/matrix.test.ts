import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROUTES } from '../../api/contract/routes.js';
import { type ApiHouse, openHouse } from './house.js';
import { EXPECTED, type Row } from './matrix/expected.js';
import { expectedOf, type Observed, observe, rowsOf, type Table } from './matrix/observing.js';
import { makeWorld, type World } from './matrix/world.js';

let house: ApiHouse;
let world: World;
let observed: Observed[];
beforeAll(async () => {
  house = await openHouse();
  world = await makeWorld(house);
  observed = await observe(house, world);
});
afterAll(() => house.close());

const differences = (tries: readonly Observed[]) =>
  tries
    .filter((one) => one.outcome !== expectedOf(one))
    .map((one) => `${one.route} ${one.caller} ${one.whose}: ${one.outcome} ${one.status} ${one.code}`);

/** Whom the door lets in, and who comes to nothing there for a reason that the row does not name. */
const stopped = (tries: readonly Observed[]) => [
  ...new Set(
    tries
      .filter(
        ({ outcome, status, code, row }) => outcome === 'in' && status >= 300 && !(code in (row.stops ?? {})),
      )
      .map(({ route, caller, whose, status, code }) => `${route} ${caller} ${whose}: ${status} ${code}`),
  ),
];

const withoutRow = (table: Table) => Object.keys(ROUTES).filter((name) => !(name in table));

describe('the permission matrix (P5.3.1)', () => {
  test('has a row for every route', () => {
    expect(withoutRow(EXPECTED)).toEqual([]);
    const { showOrder: _, ...rest } = EXPECTED;
    expect(withoutRow(rest)).toEqual(['showOrder']);
  });

  test('lets in whom the table lets in, at their own order and at another', () => {
    expect(observed.length).toBeGreaterThan(1_000);
    expect(differences(observed)).toEqual([]);
  });

  test('brings whom it lets in to a success, or names the business refusal that stops them', () => {
    expect(stopped(observed)).toEqual([]);
  });

  test('names no refusal that nobody meets', () => {
    const met = (row: Row) => new Set(observed.filter((one) => one.row === row).map(({ code }) => code));
    const unmet = rowsOf(EXPECTED).flatMap(([name, row]) =>
      Object.keys(row.stops ?? {}).flatMap((code) => (met(row).has(code) ? [] : `${name} ${code}`)),
    );
    expect(unmet).toEqual([]);
  });

  test('control: a success that was promised and a refusal that was not named are told', async () => {
    const wrong: Table = { changeView: { lets: 'known', ofOrder: false, body: { version: 1, name: '旧' } } };
    const told = stopped(await observe(house, world, wrong));
    expect(told).toContain('changeView trainer own: 404 view_unknown');
  });

  test('control: a row that lets in one too many, or one too few, is told', async () => {
    const wrong: Table = {
      showOrder: { lets: ['trainer', 'auditor'], ofOrder: true },
      listOrders: { lets: 'anybody', ofOrder: false },
    };
    const told = differences(await observe(house, world, wrong));
    expect(told).toContain('showOrder trainer own: refused 403 not_permitted');
    expect(told).toContain('showOrder sales foreign: hidden 404 order_unknown');
    expect(told).toContain('listOrders stranger own: unknown 401 unauthenticated');
    expect(told.filter((line) => line.includes(' auditor '))).toEqual([]);
  });
});
