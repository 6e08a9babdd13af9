import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { gathered } from '../../db/asking-together.js';
import { type InStep, openSteps } from '../../db/in-step.js';
import { type Db, forEach, leading, row, rows, run, type Tx } from '../../db/sql.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let db: Db;
let inStep: InStep;
let asked: string[];
beforeAll(async () => {
  database = await cloneDatabase();
  await run(database.admin, 'create table steps (name text primary key, count int not null default 0)');
  await run(database.admin, 'create table notes (of text not null references steps (name))');
  await run(database.admin, 'grant all on steps, notes to oqr_api');
  db = database.as('oqr_api', 4);
  db.on('query', ({ sql }: { sql: string }) => asked.push(sql));
});
afterAll(() => database.drop());
beforeEach(async () => {
  await run(database.admin, 'truncate steps, notes');
  await run(database.admin, `insert into steps (name) select 'n' || n from generate_series(0, 9) n`);
  inStep = openSteps(db, { most: 8, lines: 1 });
  asked = [];
});

const LOCK = forEach('select name, count from steps where name = :name for no key update', 'name text');
const ADD = forEach(
  'update steps set count = count + :add where name = :name returning count',
  'name text, add int',
  `update steps s set count = count + each.add from each where s.name = each.name
   returning each.at::int as at, s.count`,
);
const add = async (tx: Tx, name: string, by: number): Promise<number> => {
  const found = await row<{ name: string }>(tx, LOCK, { name });
  if (!found) throw new Error(`no ${name}`);
  return (await row<{ count: number }>(tx, ADD, { name, add: by }))?.count ?? 0;
};
const counts = async () =>
  Object.fromEntries(
    (
      await rows<{ name: string; count: number }>(
        db,
        'select name, count from steps where count > 0 order by name',
      )
    ).map(({ name, count }) => [name, count]),
  );
/** A pool of one connection, and how often it wrote since that was asked last. */
async function counted(): Promise<{ narrow: Db; writes: () => number }> {
  const narrow = database.as('oqr_api', 1);
  const connection = await narrow.client.acquireConnection();
  const { stream } = connection.connection;
  let count = 0;
  for (const name of ['_write', '_writev'] as const) {
    const write = stream[name].bind(stream);
    stream[name] = (...given: unknown[]) => {
      count += 1;
      return write(...given);
    };
  }
  await narrow.client.releaseConnection(connection);
  const writes = () => {
    const since = count;
    count = 0;
    return since;
  };
  return { narrow, writes };
}
const begun = () => asked.filter((sql) => /^begin/i.test(sql)).length;
const times = (sql: string) => asked.filter((text) => text.includes(sql)).length;

describe('deeds in step', () => {
  test('share a transaction and ask each statement once, and each has its own answer', async () => {
    const did = await Promise.all([1, 2, 3].map((n) => inStep([`n${n}`], (tx) => add(tx, `n${n}`, n * 10))));
    expect(did).toEqual([10, 20, 30]);
    expect(begun()).toBe(1);
    expect(times('for no key update')).toBe(1);
    expect(times('update steps s set')).toBe(1);
    expect(await counts()).toEqual({ n1: 10, n2: 20, n3: 30 });
  });

  test('insert together by what is said of one, each its own row', async () => {
    const PUT = forEach(
      `insert into steps (name, count)
       values (:name, :count::int + 1)`,
      'name text, count int',
    );
    const put = (n: number) => inStep([`x${n}`], (tx) => run(tx, PUT, { name: `x${n}`, count: n }));
    expect(await Promise.all([put(3), put(1), put(2)])).toEqual([1, 1, 1]);
    expect([begun(), times('insert into steps')]).toEqual([1, 1]);
    expect(await counts()).toEqual({ x1: 2, x2: 3, x3: 4 });
    expect(() => forEach('update steps set count = 1 where name = :name', 'name text')).toThrow(
      'say how many',
    );
  });

  test('are no more than fit into a transaction', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, n) => inStep([`n${n}`], (tx) => add(tx, `n${n}`, 1))));
    expect(begun()).toBe(2);
  });

  test('ask what differs in one go, and wait for each other', async () => {
    const seen: string[] = [];
    await Promise.all([
      inStep(['a'], async (tx) => {
        seen.push(String((await row<{ one: number }>(tx, 'select 1 as one'))?.one));
        seen.push(`sum ${await add(tx, 'n1', 1)}`);
      }),
      inStep(['b'], async (tx) => {
        seen.push(String((await row<{ two: number }>(tx, 'select 2 as two'))?.two));
      }),
      inStep(['c'], async () => {
        seen.push('nothing');
      }),
    ]);
    expect(seen.toSorted()).toEqual(['1', '2', 'nothing', 'sum 1']);
    expect(begun()).toBe(1);
  });

  test('that have something in common follow each other', async () => {
    const did = await Promise.all([1, 2, 3].map((by) => inStep(['same'], (tx) => add(tx, 'n1', by))));
    expect(did).toEqual([1, 3, 6]);
    expect(begun()).toBe(3);
  });

  test('keep nothing of a transaction in which one fails; the others are done again, each alone', async () => {
    let tries = 0;
    const fails = inStep(['bad'], async (tx) => {
      await add(tx, 'n1', 100);
      throw new Error('of its own');
    });
    const good = inStep(['good'], async (tx) => {
      tries += 1;
      return add(tx, 'n2', 1);
    });
    await expect(fails).rejects.toThrow('of its own');
    expect(await good).toBe(1);
    expect(tries).toBe(2);
    expect(await counts()).toEqual({ n2: 1 });
  });

  test('survive a binding that is missing, which is never null', async () => {
    const bad = inStep(['bad'], (tx) => row(tx, LOCK, {}));
    const good = inStep(['good'], (tx) => add(tx, 'n2', 1));
    await expect(bad).rejects.toThrow('no binding for :name');
    expect(await good).toBe(1);
  });

  test('survive a statement that the database refuses', async () => {
    const bad = inStep(['bad'], (tx) => run(tx, `insert into steps (name) values ('n1')`));
    const good = inStep(['good'], (tx) => add(tx, 'n2', 1));
    await expect(bad).rejects.toMatchObject({ code: '23505' });
    expect(await good).toBe(1);
    expect(await counts()).toEqual({ n2: 1 });
  });

  test('do nothing when they find no place in time', async () => {
    const impatient = openSteps(db, { most: 1, lines: 1 }, { patienceMs: 50 });
    let done = 0;
    const slow = impatient(['a'], (tx) => run(tx, 'select pg_sleep(0.3)'));
    const late = impatient(['b'], async () => {
      done += 1;
    });
    await expect(late).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    await slow;
    expect(done).toBe(0);
    expect(await impatient(['b'], (tx) => add(tx, 'n2', 1))).toBe(1);
  });

  test('keep nothing when one of them makes nothing of its own failure, and are done again', async () => {
    const bad = inStep(['bad'], async (tx) => {
      await run(tx, `insert into steps (name) values ('n1')`).catch(() => undefined);
      return 'well';
    });
    const good = inStep(['good'], (tx) => add(tx, 'n2', 1));
    expect(await good).toBe(1);
    await bad.catch(() => undefined);
    expect(await counts()).toEqual({ n2: 1 });
  });

  test('begin no transaction of their own, and hear so', async () => {
    const deeds = [1, 2].map((n) =>
      inStep([`n${n}`], (tx) => (n === 1 ? tx.transaction(async () => n) : add(tx, 'n2', 1))),
    );
    expect((await Promise.allSettled(deeds)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(begun()).toBe(3);
    expect(await counts()).toEqual({ n2: 1 });
  });

  test('write once for what they ask in one go, the beginning with it', async () => {
    const { narrow, writes } = await counted();
    const steps = openSteps(narrow, { most: 8, lines: 1 });
    await Promise.all([1, 2, 3].map((n) => steps([`n${n}`], (tx) => add(tx, `n${n}`, n))));
    expect(writes()).toBe(['begin and lock', 'add', 'commit'].length);
    await narrow.transaction((tx) => add(tx, 'n1', 1));
    expect(writes()).toBeGreaterThan(3);
  });

  test('put a write off to the end, where it goes with the commit and those of the others', async () => {
    const { narrow, writes } = await counted();
    const steps = openSteps(narrow, { most: 8, lines: 1 });
    narrow.on('query', ({ sql }: { sql: string }) => asked.push(sql));
    const putOff = (n: number) =>
      steps([`n${n}`], async (tx, atEnd) => {
        if (n === 2) await row(tx, LOCK, { name: 'n2' });
        atEnd(() => run(tx, ADD, { name: `n${n}`, add: n }));
        return n;
      });
    expect(await Promise.all([1, 2, 3].map(putOff))).toEqual([1, 2, 3]);
    expect(writes()).toBe(['begin and lock', 'add and commit'].length);
    expect(times('update steps s set')).toBe(1);
    expect(await counts()).toEqual({ n1: 1, n2: 2, n3: 3 });
  });

  test('are undone with what they put off, and hear which of it failed', async () => {
    const bad = inStep(['bad'], async (tx, atEnd) => {
      atEnd(() => run(tx, ADD, { name: 'n1', add: 1 }));
      atEnd(() => run(tx, `insert into steps (name) values ('n1')`));
    });
    const good = inStep(['good'], async (tx, atEnd) => atEnd(() => run(tx, ADD, { name: 'n2', add: 1 })));
    await expect(bad).rejects.toMatchObject({ code: '23505' });
    await good;
    expect(begun()).toBe(3);
    expect(await counts()).toEqual({ n2: 1 });
    const failing = inStep(['bad'], async (tx, atEnd) => {
      atEnd(() => run(tx, ADD, { name: 'n3', add: 1 }));
      throw new Error('of its own');
    });
    await expect(failing).rejects.toThrow('of its own');
    expect(await counts()).toEqual({ n2: 1 });
  });

  test.each([
    ['what it says cannot be said', async () => JSON.parse('{')],
    ['a binding is missing', (tx: Tx) => run(tx, ADD, { name: 'n1' })],
    ['another deed holds the row', (tx: Tx) => row(tx, LOCK, { name: 'n2' })],
  ])('keep nothing when a write that was put off cannot be asked: %s', async (_why, write) => {
    const bad = inStep(['bad'], async (tx, atEnd) => {
      atEnd(() => run(tx, ADD, { name: 'n1', add: 1 }));
      atEnd(() => write(tx));
    });
    const good = inStep(['good'], (tx) => add(tx, 'n2', 1));
    const [first] = await Promise.allSettled([bad, good]);
    expect(begun()).toBe(3);
    expect(await counts()).toEqual(first.status === 'rejected' ? { n2: 1 } : { n1: 1, n2: 1 });
  });

  test('put nothing off that would ask twice', async () => {
    const twice = inStep(['bad'], async (tx, atEnd) =>
      atEnd(async () => {
        await run(tx, ADD, { name: 'n1', add: 1 });
        await run(tx, ADD, { name: 'n2', add: 1 });
      }),
    );
    await expect(twice).rejects.toThrow('asks for something later');
  });

  test('send first what others refer to', async () => {
    const OTHER = forEach('insert into notes (of) values (:of)', 'of text');
    const STEP = 'insert into steps (name) values (:name)';
    const both = (name: string, step: string) =>
      inStep([name], async (tx, atEnd) => {
        atEnd(() => run(tx, OTHER, { of: name }));
        atEnd(() => run(tx, step, { name }));
      });
    await expect(both('x1', STEP)).rejects.toMatchObject({ code: '23503' });
    await both('x2', leading(` ${STEP}`));
    expect(await rows(db, 'select of from notes')).toEqual([{ of: 'x2' }]);
  });

  test('that ask nothing, or fail before, come to their end', async () => {
    const early = () => inStep(['bad'], () => Promise.reject(new Error('too soon')));
    await expect(early()).rejects.toThrow('too soon');
    expect(await inStep(['idle'], async () => 'nothing')).toBe('nothing');
    const ends = await Promise.allSettled([early(), inStep(['good'], (tx) => add(tx, 'n2', 1))]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await counts()).toEqual({ n2: 1 });
  });

  test('never hold one row together: whoever meets another there goes alone', async () => {
    const did = await Promise.all(['a', 'b', 'c'].map((own) => inStep([own], (tx) => add(tx, 'n1', 1))));
    expect(did.toSorted()).toEqual([1, 2, 3]);
    expect(await counts()).toEqual({ n1: 3 });
  });

  test('tell that the line broke, and are not done twice for it', async () => {
    let tries = 0;
    const deed = (name: string) =>
      inStep([name], async (tx) => {
        tries += 1;
        await add(tx, name, 1);
        if (name === 'n1')
          await run(tx, 'select pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
      });
    const ends = await Promise.allSettled([deed('n1'), deed('n2')]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(tries).toBe(2);
    expect(await counts()).toEqual({});
  });
});

describe('a gathered pool', () => {
  const WHICH = forEach('select :name::text as name', 'name text');

  test('asks once for many, and apart what has no form for many', async () => {
    const door = gathered(db, { lines: 1 });
    const asks = ['a', 'b', 'c'].map((name) => row(door, WHICH, { name }));
    const apart = [1, 2].map((n) => row(door, 'select :n::int as n', { n }));
    expect(await Promise.all(asks)).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
    expect(await Promise.all(apart)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(asked).toHaveLength(3);
  });

  test('tells everybody whose statement failed, and goes on', async () => {
    const BAD = forEach('select 1 / :by::int as it', 'by int');
    const door = gathered(db, { lines: 1 });
    const ends = await Promise.allSettled([1, 0].map((by) => row(door, BAD, { by })));
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await row(door, WHICH, { name: 'later' })).toEqual({ name: 'later' });
    expect(await run(door, `update steps set count = 7 where name <> :name`, { name: 'n1' })).toBe(9);
  });
});
