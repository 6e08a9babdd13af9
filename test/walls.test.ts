import { beforeAll, describe, expect, test } from '@jest/globals';
import { codeFiles, folders, quoted, tableAfter, text } from './house/files.js';
import { type Violation, violationsIn } from './house/planted.js';

/** The walls of `.dependency-cruiser.cjs`, each met by an import that it must catch and by one that it must let through. */

/** Room → doors, as docs/STYLE.md has it. */
const doors = new Map(
  tableAfter(text('docs/STYLE.md'), '| from |').flatMap(([from = '', may = '']) =>
    quoted(from).map((room) => [room, may.startsWith('anything') ? undefined : quoted(may)] as const),
  ),
);
const rooms = [...doors.keys()];
/** What a door may lead to: a room, or one file or folder of it. */
const places = [...rooms, 'workflows/contract.ts', 'api/contract', 'qr/form.ts'];

const targetOf = (place: string): string => (place.endsWith('.ts') ? place : `${place}/thing.ts`);
const planted = (room: string, place: string): string => `${room}/imports-${place.replaceAll(/\W/g, '-')}.ts`;
const roomOf = (path: string): string => path.split('/')[0] ?? '';
const steps = (place: string): string => `../${targetOf(place).replace(/ts$/, 'js')}`;

const PACKAGES = {
  'domain/node.ts': `import 'node:fs';`,
  'domain/package.ts': `import 'luxon';`,
  'domain/package-type.ts': `import type { Knex } from 'knex';\nexport type Db = Knex;`,
  'workflows/node.ts': `import 'node:crypto';`,
  'workflows/package.ts': `import 'luxon';`,
  'migrations/package.ts': `import 'luxon';`,
  'migrations/node.ts': `import 'node:fs';`,
};
const FREE = {
  'qr/node.ts': `import 'node:crypto';`,
  'intake/package.ts': `import 'luxon';`,
  'workflows/temporal.ts': `import '@temporalio/workflow';`,
  'workflows/types-of-activities.ts': `import type { Thing } from '../activities/thing.js';\nexport type Other = Thing;`,
  'migrations/knex.ts': `import type { Knex } from 'knex';\nexport type Db = Knex;`,
};
const REST = {
  'qr/one.ts': `import './two.js';`,
  'qr/two.ts': `import './one.js';`,
  'qr/nobody-knows-me.ts': 'export const thing = 1;',
  'qr/lost.ts': `import './nowhere.js';`,
};

let violations: Violation[];
beforeAll(() => {
  const house: Record<string, string> = { ...PACKAGES, ...FREE, ...REST };
  for (const place of places) house[targetOf(place)] = 'export const thing = 1;\nexport type Thing = number;';
  for (const room of rooms) {
    for (const place of places) {
      if (roomOf(place) !== room)
        house[planted(room, place)] = `import { thing } from '${steps(place)}';\nexport const other = thing;`;
    }
  }
  violations = violationsIn(house);
});

const rulesFor = (from: string): string[] =>
  violations.filter((one) => one.from === from).map((one) => one.rule);

describe('the table of docs/STYLE.md', () => {
  test('names every room that holds code', () => {
    const holding = folders().filter((folder) => codeFiles(folder).length > 0);
    expect(holding.filter((folder) => !rooms.includes(folder))).toEqual([]);
  });

  test.each(rooms)('%s opens the doors it has and no other', (room) => {
    const open = doors.get(room);
    const visited = places.filter((place) => roomOf(place) !== room);
    const may = (place: string) =>
      open === undefined
        ? true
        : open.some((door) => door === place || place.startsWith(`${door}/`)) &&
          !(room === 'workflows' && place === 'activities');
    const caught = visited.filter((place) => rulesFor(planted(room, place)).length > 0);
    expect(caught).toEqual(visited.filter((place) => !may(place)));
  });
});

describe('other walls', () => {
  test.each(Object.keys(PACKAGES))('%s is caught', (path) => {
    expect(rulesFor(path).length).toBeGreaterThan(0);
  });

  test.each(Object.keys(FREE))('%s passes', (path) => {
    expect(rulesFor(path)).toEqual([]);
  });

  test('a workflow that takes a value of activities is caught by its own rule', () => {
    expect(rulesFor('workflows/imports-activities.ts')).toEqual(['workflows-take-types-of-activities']);
  });

  test('cycles, forgotten files and imports that lead nowhere are caught', () => {
    expect(rulesFor('qr/one.ts')).toEqual(['no-cycle']);
    expect(rulesFor('qr/nobody-knows-me.ts')).toEqual(['no-orphan']);
    expect(rulesFor('qr/lost.ts')).toEqual(['nothing-unresolvable']);
  });
});
