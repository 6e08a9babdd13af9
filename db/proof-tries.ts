import { lockMs, type ProofKind } from '../domain/customer.js';
import { type Db, row, run, type Tx } from './sql.js';

export interface ProofTry {
  codeId: string;
  what: ProofKind | 'asked';
  addressKey: Buffer;
}

/** Failures that cost nothing: of one code, and of one address, behind which many customers may sit. */
const FREE_OF_CODE = 3;
const FREE_OF_ADDRESS = 10;

/**
 * Counts a try before its proof is looked at, so that rivals cannot share one place. Answers how long the code or the
 * address is locked when it is, and counts nothing then.
 */
export function takeProofTry(db: Db, tried: ProofTry): Promise<{ id: string } | { lockedMs: number }> {
  return db.transaction(async (tx) => {
    await lockTries(tx, tried);
    await run(tx, `delete from proof_tries where at < statement_timestamp() - interval '90 days'`);
    const counted = await row<Counted>(tx, COUNT, { ...tried });
    if (!counted) throw new Error('takeProofTry: a count without a row');
    const lockedMs = Math.max(
      lockMs(counted.ofCode, FREE_OF_CODE) - counted.sinceCodeMs,
      lockMs(counted.ofAddress, FREE_OF_ADDRESS) - counted.sinceAddressMs,
    );
    if (lockedMs > 0) return { lockedMs };
    const taken = await row<{ id: string }>(
      tx,
      'insert into proof_tries (code_id, what, address_key) values (:codeId, :what, :addressKey) returning id',
      { ...tried },
    );
    if (!taken) throw new Error('takeProofTry: nothing was counted');
    return taken;
  });
}

interface Counted {
  ofCode: number;
  sinceCodeMs: number;
  ofAddress: number;
  sinceAddressMs: number;
}

const since = (moment: string): string =>
  `coalesce(extract(epoch from clock_timestamp() - ${moment}) * 1000, 0)::float8`;
const COUNT = `
  select code.n as "ofCode", ${since('code.last')} as "sinceCodeMs", address.n as "ofAddress", ${since('address.last')} as "sinceAddressMs"
  from (select count(*)::int as n, max(at) as last from proof_tries where code_id = :codeId and what = :what) as code,
    (select count(*)::int as n, max(at) as last from proof_tries
     where address_key = :addressKey and what = :what and at > statement_timestamp() - interval '1 day') as address`;

/** Codes before addresses, always: two tries never wait for each other in a ring. */
async function lockTries(tx: Tx, { codeId, addressKey }: ProofTry): Promise<void> {
  await run(tx, 'select pg_advisory_xact_lock(4103, hashtext(:codeId))', { codeId });
  await run(tx, `select pg_advisory_xact_lock(4104, hashtext(encode(:addressKey, 'hex')))`, { addressKey });
}

/** A try that succeeded gives its place back, and with it what failed at the same code from the same address. */
export async function forgetProofTries(db: Db, { codeId, addressKey }: ProofTry): Promise<void> {
  await run(
    db,
    `delete from proof_tries where code_id = :codeId and address_key = :addressKey and what <> 'asked'`,
    { codeId, addressKey },
  );
}
