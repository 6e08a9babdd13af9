import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import { checkpointsBetween, hashesAt, unsealedFor } from '../../db/invariants.js';
import { log } from '../../db/log.js';
import { appendToChain, canonicalAt } from '../../db/log-chain.js';
import { checkCheckpointsFile } from '../../host/verify/checkpoints-file.js';
import { checkChain } from '../../host/verify/log.js';
import { signCheckpoint } from '../../platform/keys/log-signing.js';
import { openKeyRing } from '../../platform/keys/ring.js';
import { openLog } from '../../platform/log.js';
import { checkpointBytes, GENESIS, linkHash, runSealer, sealOnce } from '../../worker/sealer.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let sealer: Knex;
let api: Knex;
beforeEach(async () => {
  published = [];
  keyDir = mkdtempSync(join(tmpdir(), 'oqr-sealer-'));
  database = await cloneDatabase();
  sealer = database.as('oqr_sealer', 2);
  api = database.as('oqr_api', 12);
});
afterEach(async () => {
  await database.drop();
  rmSync(keyDir, { recursive: true });
});

let published: string[] = [];
let keyDir: string;
const options = () => ({
  db: sealer,
  ring: database.ring,
  log: openLog('test', 'fatal'),
  publish: (line: string) => published.push(line),
});
const seal = () => sealOnce(options());
const act = (db: Knex, action: string) => log(db, { actor: { kind: 'system', id: 'test' }, action });

/** Seals until all is sealed: a transaction elsewhere in the same cluster may hold it up for a moment. */
async function sealAll(): Promise<void> {
  for (let tries = 0; (await unsealedFor(database.admin, 0)).count > 0 && tries < 200; tries += 1)
    if ((await seal()) === 0) await sleep(20);
}

/** What the chain covers, in its order. */
async function sealed(): Promise<string[]> {
  const { rows } = await database.admin.raw(
    'select e.action from log_chain c join log_entries e on e.id = c.entry_id order by c.seq',
  );
  return rows.map(({ action }: { action: string }) => action);
}

/** What verification says of the chain. */
async function told(): Promise<string[]> {
  const lines: string[] = [];
  await checkChain(database.as('oqr_worker', 1), database.ring, (line) => lines.push(line));
  return lines;
}

/** Rows that come before the end of the chain and are not in it. */
async function skipped(): Promise<number> {
  const { rows } = await database.admin.raw(`
    with head as (select e.transaction_id, e.id from log_chain c join log_entries e on e.id = c.entry_id order by c.seq desc limit 1)
    select count(*)::int as n from log_entries e, head
    where (e.transaction_id, e.id) <= (head.transaction_id, head.id) and not exists (select from log_chain where entry_id = e.id)`);
  return rows[0].n;
}

describe('sealing', () => {
  test('chains every row once, and a second time finds nothing to do', async () => {
    for (const action of ['a', 'b', 'c']) await act(api, action);
    await sealAll();
    expect(await seal()).toBe(0);
    expect(await sealed()).toEqual(['a', 'b', 'c']);
    expect(await told()).toEqual([]);
  });

  test('starts from nothing and hashes position and text into the hash before', async () => {
    await act(api, 'a');
    await act(api, 'b');
    await sealAll();
    const hashes = await hashesAt(database.admin, [1, 2]);
    const [first = '', second = ''] = (await canonicalAt(database.admin, [1, 2])).values();
    const afterFirst = hashes.get(1) ?? GENESIS;
    expect(afterFirst).toEqual(linkHash(GENESIS, 1, Buffer.from(first)));
    expect(hashes.get(2)).toEqual(linkHash(afterFirst, 2, Buffer.from(second)));
    expect(hashes.get(2)).not.toEqual(linkHash(afterFirst, 3, Buffer.from(second)));
  });

  test('waits for a transaction that is open, and chains it before what came later', async () => {
    const late = await api.transaction();
    await act(late, 'early but open');
    await act(api, 'later and done');
    expect(await seal()).toBe(0);
    await late.commit();
    await sealAll();
    expect(await sealed()).toEqual(['early but open', 'later and done']);
    expect(await told()).toEqual([]);
  });

  test('orders rows by transaction, so that a lower row number cannot come too late', async () => {
    const first = await api.transaction();
    await first.raw('select pg_current_xact_id()');
    const second = await api.transaction();
    await act(second, 'lower number, later transaction');
    await act(first, 'higher number, earlier transaction');
    await first.commit();
    await seal();
    await second.commit();
    await sealAll();
    expect(await sealed()).toEqual(['higher number, earlier transaction', 'lower number, later transaction']);
    expect(await skipped()).toBe(0);
  });

  test('leaves out what was rolled back', async () => {
    const undone = await api.transaction();
    await act(undone, 'undone');
    await act(api, 'done');
    await undone.rollback();
    await sealAll();
    expect(await sealed()).toEqual(['done']);
    expect(await told()).toEqual([]);
  });

  test('two sealers at once make one chain', async () => {
    for (let count = 0; count < 50; count += 1) await act(api, String(count));
    await Promise.all([seal(), seal()]);
    await sealAll();
    expect(await sealed()).toHaveLength(50);
    expect(await told()).toEqual([]);
  });
});

describe('sealing while many write', () => {
  test('makes a whole prefix at every moment, and skips nothing in the end', async () => {
    let writing = true;
    const all = Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer))).finally(() => {
      writing = false;
    });
    const looks: number[] = [];
    while (writing) {
      await seal();
      looks.push(await skipped());
    }
    const written = (await all).flat();
    await sealAll();
    expect(new Set(looks)).toEqual(new Set([0]));
    expect((await sealed()).toSorted()).toEqual(written.toSorted());
    expect(await told()).toEqual([]);
  });

  test('needs to wait: sealing whatever is visible would skip a row for ever', async () => {
    const late = await api.transaction();
    await act(late, 'early but open');
    await act(api, 'later and done');
    const { rows } = await database.admin.raw('select id from log_entries');
    await sealer.transaction((tx) => appendToChain(tx, [{ seq: 1, entryId: rows[0].id, hash: GENESIS }]));
    await late.commit();
    expect(await skipped()).toBe(1);
    expect(await seal()).toBe(0);
  });

  test('goes on by itself until it is stopped, and publishes each end of the chain', async () => {
    const stopping = new AbortController();
    const running = runSealer(options(), stopping.signal);
    await act(api, 'a');
    for (let tries = 0; (await sealed()).length === 0 && tries < 100; tries += 1) await sleep(50);
    stopping.abort();
    await running;
    expect(await sealed()).toEqual(['a']);
    expect(published.map((line) => JSON.parse(line).seq)).toEqual([1]);
  });

  /** Short transactions, and every so often one that holds its rows back for a while. */
  async function write(writer: number): Promise<string[]> {
    const written: string[] = [];
    for (let count = 0; count < 25; count += 1) {
      const action = `${writer}/${count}`;
      await api.transaction(async (tx) => {
        await act(tx, action);
        if (count % 10 === writer) await sleep(150);
      });
      written.push(action);
    }
    return written;
  }
});

describe('tampering with ten sealed rows', () => {
  const EDIT = "update log_entries set actor_id = 'mallory' where action = '3'";
  beforeEach(async () => {
    for (let count = 1; count <= 5; count += 1) await act(api, String(count));
    await sealAll();
    for (let count = 6; count <= 10; count += 1) await act(api, String(count));
    await sealAll();
    expect(await told()).toEqual([]);
  });

  const tampers: readonly [what: string, statements: string[], line: RegExp][] = [
    ['a row that was edited', [EDIT], /^the log row at position 3 is gone or not the one that was sealed$/],
    [
      'a row that was deleted',
      ["delete from log_entries where action = '3'"],
      /^the log row at position 3 is gone or not/,
    ],
    [
      'two rows that changed places',
      [
        'alter table log_chain drop constraint log_chain_entry_id_key',
        `update log_chain c set entry_id = other.entry_id from log_chain other where (c.seq, other.seq) in ((3, 4), (4, 3))`,
      ],
      /position 3 is gone or not.*\n.*position 4 is gone or not/,
    ],
    ['a link that was cut out', ['delete from log_chain where seq = 3'], /^the chain has no position 3$/m],
    [
      'an end that was cut off with its signature',
      ['delete from log_checkpoints where seq = 10', 'delete from log_chain where seq > 7'],
      /^the chain is signed to position 5 of 7$/,
    ],
    [
      'rows that were pushed in between',
      [
        "insert into log_entries (actor_kind, actor_id, action, at, transaction_id) values ('system', 'x', 'x', now() - interval '1 hour', '3')",
      ],
      /^1 log rows are unsealed, the oldest for 3\d{3} s$/,
    ],
  ];
  test.each(tampers)('finds %s', async (_what, statements, line) => {
    await tamper(...statements);
    expect((await told()).join('\n')).toMatch(line);
  });

  test('finds an edit whose chain was hashed anew, whatever was done to the signatures', async () => {
    await tamper(EDIT);
    await rehash();
    expect(await told()).toEqual(
      ofSigned((seq) => `the chain at position ${seq} is not the one that was signed`),
    );
    await tamper('update log_checkpoints p set hash = c.hash from log_chain c where c.seq = p.seq');
    expect(await told()).toEqual(ofSigned((seq) => `the signature at position ${seq} does not hold`));
    await tamper('delete from log_checkpoints');
    expect(await told()).toEqual(['the chain is signed to position 0 of 10']);
  });

  test('finds signatures by another key', async () => {
    const foreign = openKeyRing(keyDir);
    for (const { seq, hash } of await checkpointsBetween(database.admin, 0, 10)) {
      const { keyId, signature } = signCheckpoint(foreign, checkpointBytes(seq, hash));
      await database.admin.raw('update log_checkpoints set key_id = ?, signature = ? where seq = ?', [
        keyId,
        signature,
        seq,
      ]);
    }
    expect(await told()).toEqual(ofSigned((seq) => `the signature at position ${seq} does not hold`));
  });

  test('is found from outside alone when the log ends at an older signature', async () => {
    await tamper(
      'delete from log_checkpoints where seq > 5',
      'delete from log_entries where id in (select entry_id from log_chain where seq > 5)',
      'delete from log_chain where seq > 5',
    );
    expect(await told()).toEqual([]);
    const file = join(keyDir, 'log.jsonl');
    writeFileSync(file, published.join('\n'));
    const lines: string[] = [];
    await checkCheckpointsFile(database.admin, database.ring, file, (line) => lines.push(line));
    const gone = signed().filter((seq) => seq > 5);
    expect(gone).toContain(10);
    expect(lines).toEqual(gone.map((seq) => `outside: position ${seq} was signed and is gone`));
  });

  /** At least 5 and 10; one between them when another database's transaction held the horizon back. */
  const signed = (): number[] => published.map((line) => JSON.parse(line).seq);
  const ofSigned = (line: (seq: number) => string) => signed().map(line);

  /** As a superuser, with foreign keys out of the way. */
  async function tamper(...statements: string[]): Promise<void> {
    await database.admin.transaction(async (tx) => {
      await tx.raw("set local session_replication_role = 'replica'");
      for (const statement of statements) await tx.raw(statement);
    });
  }

  /** What somebody who owns the database can do without the signing key. */
  async function rehash(): Promise<void> {
    let hash: Buffer = GENESIS;
    const seqs = Array.from({ length: 10 }, (_, at) => at + 1);
    for (const [seq, canonical] of await canonicalAt(database.admin, seqs)) {
      hash = linkHash(hash, seq, Buffer.from(canonical));
      await database.admin.raw('update log_chain set hash = ? where seq = ?', [hash, seq]);
    }
  }
});
