import { type Db, rows, run, type Tx } from './sql.js';

/** A session of a browser, as its person may see it. */
export interface SessionRow {
  id: string;
  browser: string;
  signedInAt: Date;
  /** When it ends unless it is used. */
  idleEndsAt: Date;
}

export function sessionsOf(db: Db, personId: string): Promise<SessionRow[]> {
  return rows(
    db,
    `select sess ->> 'publicId' as id, sess ->> 'browser' as browser,
       to_timestamp((sess ->> 'signedInAtMs')::float8 / 1000) as "signedInAt", expire as "idleEndsAt"
     from sessions where sess ->> 'personId' = :personId and sess ->> 'publicId' is not null and expire > now()
     order by "signedInAt" desc`,
    { personId },
  );
}

/** Ends one session of a person, by the id that the person sees. */
export async function endSessionOf(db: Db, session: { personId: string; id: string }): Promise<boolean> {
  const ended = await run(
    db,
    `delete from sessions where sess ->> 'personId' = :personId and sess ->> 'publicId' = :id`,
    { ...session },
  );
  return ended > 0;
}

/** Ends every session of a person; returns how many there were. */
export function endSessionsOf(tx: Tx, personId: string): Promise<number> {
  return run(tx, `delete from sessions where sess ->> 'personId' = :personId`, { personId });
}
