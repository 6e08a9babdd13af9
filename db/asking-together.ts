import { type Answer, ask, askedBy, type Bindings, type Db, type ForMany, manyOf } from './sql.js';

export type AnyAnswer = Answer<Record<string, unknown>>;

export interface Asked {
  sql: string;
  bindings: Bindings;
  /** Statements of one go are sent in this order. */
  order: string;
  answer: (answer: AnyAnswer) => void;
  fail: (error: unknown) => void;
}

/** Sends statements in one go; those of the same text that have a form for many are one. */
export function send(
  asked: readonly Asked[],
  ask: (sql: string, bindings: Bindings) => Promise<AnyAnswer>,
): void {
  const bySql = new Map<string, Asked[]>();
  for (const one of asked) bySql.set(one.sql, [...(bySql.get(one.sql) ?? []), one]);
  for (const same of bySql.values()) {
    const many = same.length > 1 && same[0] ? manyOf(same[0].sql) : undefined;
    if (many && isWhole(same, many)) sendAsOne(same, many, ask);
    else for (const { sql, bindings, answer, fail } of same) ask(sql, bindings).then(answer, fail);
  }
}

/** A binding that is missing is a fault of its asker alone; in an array it would be null. */
const isWhole = (same: readonly Asked[], { names }: ForMany): boolean =>
  same.every(({ bindings }) => names.every((name) => bindings[name] !== undefined));

function sendAsOne(
  same: readonly Asked[],
  { sql, names }: ForMany,
  ask: (sql: string, bindings: Bindings) => Promise<AnyAnswer>,
): void {
  const columns = names.map((name) => [name, same.map(({ bindings }) => bindings[name])]);
  ask(sql, Object.fromEntries(columns)).then(
    ({ rows }) => {
      const found: AnyAnswer['rows'][] = same.map(() => []);
      for (const { at, ...row } of rows) found[Number(at) - 1]?.push(row);
      for (const [at, { answer }] of same.entries())
        answer({ rows: found[at] ?? [], rowCount: found[at]?.length ?? 0 });
    },
    (error) => {
      for (const { fail } of same) fail(error);
    },
  );
}

/**
 * A pool whose statements go together when they come at the same time: those of the same text that have a form for many
 * are one. For single statements outside of transactions. `lines`: how many are under way before others gather.
 */
export function gathered(db: Db, { lines }: { lines: number }): Db {
  let asked: Asked[] = [];
  let underWay = 0;
  const go = () => {
    if (underWay >= lines || asked.length === 0) return;
    const gone = asked;
    asked = [];
    send(gone, async (sql, bindings) => {
      underWay += 1;
      try {
        return await ask(db, sql, bindings);
      } finally {
        underWay -= 1;
        setImmediate(go);
      }
    });
  };
  return askedBy(db, async (sql, bindings) => {
    const answer = new Promise<AnyAnswer>((resolve, reject) => {
      asked.push({ sql, bindings, order: '', answer: resolve, fail: reject });
    });
    if (asked.length === 1) setImmediate(go);
    return (await answer) as never;
  });
}
