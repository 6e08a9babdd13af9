import { type Db, row, rows, run, type Tx } from './sql.js';

/** A shared secret as it is stored. */
export interface TotpFactor {
  kekId: string;
  wrapped: Buffer;
  confirmedAt: Date | null;
}

export function totpOf(db: Db, personId: string): Promise<TotpFactor | undefined> {
  return row(
    db,
    `select kek_id as "kekId", wrapped, confirmed_at as "confirmedAt" from totp_factors where person_id = :personId`,
    { personId },
  );
}

/** Offers a secret in place of one that was never confirmed; false when a confirmed one stands. */
export async function offerTotp(
  db: Db,
  offer: { personId: string; kekId: string; wrapped: Buffer },
): Promise<boolean> {
  const offered = await run(
    db,
    `insert into totp_factors (person_id, kek_id, wrapped) values (:personId, :kekId, :wrapped)
     on conflict (person_id) do update set kek_id = :kekId, wrapped = :wrapped, created_at = now(), last_step = 0
     where totp_factors.confirmed_at is null`,
    { ...offer },
  );
  return offered === 1;
}

/** Puts an offered secret in force, once. */
export async function confirmTotp(tx: Tx, taken: { personId: string; step: number }): Promise<boolean> {
  const confirmed = await run(
    tx,
    `update totp_factors set confirmed_at = now(), last_step = :step where person_id = :personId and confirmed_at is null`,
    { ...taken },
  );
  return confirmed === 1;
}

/** Takes the code of a time step: false when that step, or a later one, was taken before. */
export async function takeStep(db: Db, taken: { personId: string; step: number }): Promise<boolean> {
  const took = await run(
    db,
    `update totp_factors set last_step = :step
     where person_id = :personId and confirmed_at is not null and last_step < :step`,
    { ...taken },
  );
  return took === 1;
}

/** Whether there was one in force; an offer goes with it. */
export async function removeTotp(tx: Tx, personId: string): Promise<boolean> {
  const [removed] = await rows<{ confirmed: boolean }>(
    tx,
    `delete from totp_factors where person_id = :personId returning confirmed_at is not null as confirmed`,
    { personId },
  );
  return removed?.confirmed ?? false;
}

/** New recovery codes take the place of all older ones. */
export async function putRecoveryCodes(tx: Tx, personId: string, hashes: readonly Buffer[]): Promise<void> {
  await run(tx, 'delete from recovery_codes where person_id = :personId', { personId });
  await run(
    tx,
    `insert into recovery_codes (person_id, code_hash) select :personId, unnest(:hashes::bytea[])`,
    { personId, hashes: [...hashes] },
  );
}

/** Uses a recovery code up: false when it is not the person's, or was used. */
export async function takeRecoveryCode(db: Db, personId: string, codeHash: Buffer): Promise<boolean> {
  const used = await run(
    db,
    `update recovery_codes set used_at = now() where person_id = :personId and code_hash = :codeHash and used_at is null`,
    { personId, codeHash },
  );
  return used === 1;
}

export async function dropRecoveryCodes(tx: Tx, personId: string): Promise<void> {
  await run(tx, 'delete from recovery_codes where person_id = :personId', { personId });
}

/** What a person can prove a second time with. */
export interface Factors {
  totpSince: Date | null;
  passkeys: number;
  recoveryCodes: number;
}

export async function factorsOf(db: Db, personId: string): Promise<Factors> {
  const found = await row<Factors>(
    db,
    `select (select confirmed_at from totp_factors where person_id = :personId) as "totpSince",
       (select count(*)::int from passkeys where person_id = :personId) as passkeys,
       (select count(*)::int from recovery_codes where person_id = :personId and used_at is null) as "recoveryCodes"`,
    { personId },
  );
  return found ?? { totpSince: null, passkeys: 0, recoveryCodes: 0 };
}

/** Forgets whatever a person proves themselves with a second time; false when there was nothing. */
export async function forgetFactors(tx: Tx, personId: string): Promise<boolean> {
  const totp = await removeTotp(tx, personId);
  const passkeys = await run(tx, 'delete from passkeys where person_id = :personId', { personId });
  await dropRecoveryCodes(tx, personId);
  return totp || passkeys > 0;
}
