import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkpointsBetween } from '../../db/invariants.js';
import {
  afterBreaking,
  apply,
  finds,
  freely,
  leaveIt,
  NOTHING,
  onHealthyGround,
  type Statements,
  sql,
} from './verify-breaking.js';
import type { BrokenWorld } from './verify-world.js';

onHealthyGround();

describe('invariant 6: the log is whole', () => {
  const third = '(select entry_id from log_chain where seq = 3)';
  const oldRow = "('system', 'x', 'x', now() - interval '11 seconds')";
  finds(6, [
    [
      'a log row that was edited',
      freely(`update log_entries set detail = '{"x": 1}' where id = ${third}`),
      /^the log row at position 3 is gone or not the one that was sealed$/,
    ],
    [
      'a log row that was deleted',
      freely(`delete from log_entries where id = ${third}`),
      /log row at position 3 is gone/,
    ],
    [
      'a log row of a fact that was deleted',
      freely(`delete from log_entries where id = ${third}`),
      /no row of fact \d+/,
    ],
    ['a link that was cut out', freely('delete from log_chain where seq = 3'), /the chain has no position 3/],
    [
      'an end that nobody signed',
      freely('delete from log_checkpoints where seq = (select max(seq) from log_chain)'),
      /the chain is signed to position \d+ of \d+/,
    ],
    [
      'a signature that was tampered with',
      freely('update log_checkpoints set signature = set_byte(signature, 5, get_byte(signature, 5) # 1)'),
      /signature at position \d+ does not hold/,
    ],
    [
      'a row that is kept out of the chain',
      sql(`insert into log_entries (actor_kind, actor_id, action, at) values ${oldRow}`),
      /1 log rows are unsealed, the oldest for 11 s/,
    ],
    [
      'a role that may edit the log',
      sql('grant update (detail) on log_entries to oqr_api'),
      /oqr_api may UPDATE log_entries/,
    ],
    [
      'a role that may chain in the place of the sealer',
      sql('grant insert on log_chain to oqr_worker'),
      /oqr_worker may INSERT log_chain/,
    ],
    [
      'a role that owns the write-offs',
      sql('alter table write_offs owner to oqr_purge'),
      /oqr_purge owns write_offs/,
    ],
  ]);

  test('finds a privilege that everybody was given', async () => {
    const { lines } = await afterBreaking(sql('grant delete on write_offs to public'));
    expect(lines.match(/may DELETE write_offs/g)).toHaveLength(4);
  });

  test('lets a fresh row be unsealed for a while', async () => {
    const fresh = sql("insert into log_entries (actor_kind, actor_id, action) values ('system', 'x', 'x')");
    expect(await afterBreaking(fresh)).toEqual(NOTHING);
  });
});

describe('invariant 6: checkpoints kept outside the database', () => {
  let dir: string;
  let file: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'oqr-verify-'));
    file = join(dir, 'log.jsonl');
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  /** What the worker has published of a healthy world. */
  const writeOut = async ({ admin }: BrokenWorld) => {
    const lines = (await checkpointsBetween(admin, 0, 1_000_000)).map(({ seq, hash, keyId, signature }) =>
      JSON.stringify({ seq, hash: hash.toString('hex'), keyId, signature: signature.toString('base64') }),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
  };
  const afterPublishing = (breaking: Statements) =>
    afterBreaking(
      async (broken) => {
        await writeOut(broken);
        await apply(broken.admin, broken.ids, breaking);
      },
      { checkpointsFile: file },
    );

  test('agree with a healthy house', async () => {
    expect(await afterPublishing(leaveIt)).toEqual(NOTHING);
  });

  test('find a tail that was cut off with everything that told of it', async () => {
    const cut = freely('truncate log_entries, log_chain, log_checkpoints');
    expect((await afterPublishing(cut)).lines).toMatch(/outside: position \d+ was signed and is gone/);
  });

  test('find a chain that was made anew', async () => {
    const forge = freely(
      "update log_chain set hash = sha256('forged') where seq = (select max(seq) from log_chain)",
    );
    const { lines } = await afterPublishing(forge);
    expect(lines).toMatch(/outside: the chain at position \d+ is not the one that was signed/);
  });

  test('are missed when they cannot be read', async () => {
    const scribble = async (broken: BrokenWorld) => {
      await writeOut(broken);
      appendFileSync(file, '{"seq": 1\n');
    };
    const { lines } = await afterBreaking(scribble, { checkpointsFile: file });
    expect(lines).toBe('1 checkpoints kept outside the database cannot be read');
  });

  test('are missed when they are gone', async () => {
    const { lines } = await afterBreaking(leaveIt, { checkpointsFile: join(dir, 'none') });
    expect(lines).toBe('the checkpoints kept outside the database are gone');
  });
});
