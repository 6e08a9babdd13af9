import type { Person } from './people.js';
import { type Db, row, rows, run, type Tx } from './sql.js';

/** Tries within a quarter of an hour that close an account, and an address. */
const ACCOUNT_TRIES = 5;
const ADDRESS_TRIES = 20;

export interface Try {
  id: string;
  accountKey: Buffer;
}

/**
 * Counts a try before its password is looked at, so that rivals cannot share one place. Returns undefined when the
 * account or the address has none left; a person nobody knows is counted like any other.
 */
export function takeTry(db: Db, keys: { accountKey: Buffer; addressKey: Buffer }): Promise<Try | undefined> {
  return db.transaction(async (tx) => {
    await lockTries(tx, keys);
    await run(tx, `delete from sign_in_tries where at < statement_timestamp() - interval '1 day'`);
    return row<Try>(
      tx,
      `insert into sign_in_tries (account_key, address_key)
       select :accountKey, :addressKey
       where (select count(*) from sign_in_tries where account_key = :accountKey and ${RECENT}) < ${ACCOUNT_TRIES}
         and (select count(*) from sign_in_tries where address_key = :addressKey and ${RECENT}) < ${ADDRESS_TRIES}
       returning id, account_key as "accountKey"`,
      keys,
    );
  });
}

const RECENT = `at > statement_timestamp() - interval '15 minutes'`;

/** Accounts before addresses, always: two tries never wait for each other in a ring. */
async function lockTries(tx: Tx, keys: { accountKey: Buffer; addressKey: Buffer }): Promise<void> {
  await run(tx, `select pg_advisory_xact_lock(4101, hashtext(encode(:accountKey, 'hex')))`, keys);
  await run(tx, `select pg_advisory_xact_lock(4102, hashtext(encode(:addressKey, 'hex')))`, keys);
}

/** A try that succeeded gives its place back, and with it the failures of its account. */
export async function forgetTries(db: Db, { accountKey }: Try): Promise<void> {
  await run(db, 'delete from sign_in_tries where account_key = :accountKey', { accountKey });
}

export interface Account {
  passwordHash: string;
  mustChangePassword: boolean;
  changedAt: Date;
}

/** The account of a person who may still work here. */
export function accountOf(db: Db, personId: string): Promise<Account | undefined> {
  return row(
    db,
    `select a.password_hash as "passwordHash", a.must_change_password as "mustChangePassword",
       a.changed_at as "changedAt"
     from sign_in_accounts a join people p on p.id = a.person_id where a.person_id = :personId and p.active`,
    { personId },
  );
}

/** People whose password was handed out and not changed yet: whom a demo invites to sign in. */
export function handedOutAccounts(db: Db): Promise<Pick<Person, 'id' | 'displayName' | 'roles'>[]> {
  return rows(
    db,
    `select p.id, p.display_name as "displayName", p.roles from sign_in_accounts a join people p on p.id = a.person_id
     where a.must_change_password and p.active order by p.created_at, p.id limit 30`,
  );
}

export async function putAccount(db: Db, account: { personId: string; passwordHash: string }): Promise<void> {
  await run(
    db,
    `insert into sign_in_accounts (person_id, password_hash) values (:personId, :passwordHash)
     on conflict (person_id) do nothing`,
    account,
  );
}

/** Stores a new password and ends every session that the old one opened. */
export async function changePassword(
  tx: Tx,
  change: { personId: string; passwordHash: string },
): Promise<void> {
  await run(
    tx,
    `update sign_in_accounts set password_hash = :passwordHash, must_change_password = false, changed_at = now()
     where person_id = :personId`,
    change,
  );
  await run(tx, `delete from sessions where sess ->> 'personId' = :personId`, { personId: change.personId });
}
