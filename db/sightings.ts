import { type Db, forEach, rows, run, type Tx } from './sql.js';

/** One scan as it was seen: by whom or from where, of what, and what it came to. */
export interface Sighting {
  addressKey: Buffer;
  /** Keyed hash of what was scanned: the same text again is the same key, known or not. */
  tokenKey: Buffer;
  deviceKey: Buffer | null;
  personId: string | null;
  place: string | null;
  orderId: string | null;
  issueNo: number | null;
  verdict: string;
  purpose: string;
}

/** Notes a scan: one insert, and the same one for every kind of code. */
export async function noteSighting(tx: Tx, sighting: Sighting): Promise<void> {
  await run(tx, NOTE, { ...sighting });
}

const NOTE = forEach(
  `insert into scan_sightings
     (address_key, token_key, device_key, person_id, place, order_id, issue_no, verdict, purpose)
   values (:addressKey, :tokenKey, :deviceKey, :personId, :place, :orderId, :issueNo, :verdict, :purpose)`,
  `addressKey bytea, tokenKey bytea, deviceKey bytea, personId text, place text, orderId uuid, issueNo int,
   verdict text, purpose text`,
);

export interface NewSighting extends Sighting {
  id: number;
  seenAt: Date;
}

/** Sightings that nobody has looked at, oldest first; rivals take others. */
export function newSightings(tx: Tx, limit: number): Promise<NewSighting[]> {
  return rows(
    tx,
    `select id, seen_at as "seenAt", address_key as "addressKey", token_key as "tokenKey",
       device_key as "deviceKey", person_id as "personId", place, order_id as "orderId", issue_no as "issueNo",
       verdict, purpose
     from scan_sightings where taken_at is null order by id limit :limit for update skip locked`,
    { limit },
  );
}

export async function takeSightings(tx: Tx, ids: readonly number[]): Promise<void> {
  await run(tx, 'update scan_sightings set taken_at = clock_timestamp() where id = any(:ids::bigint[])', {
    ids: [...ids],
  });
}

/** Lets go of sightings after some days; none that nobody has looked at. */
export function forgetSightings(db: Db, days: number): Promise<number> {
  return run(
    db,
    `delete from scan_sightings where taken_at is not null
       and seen_at < statement_timestamp() - make_interval(days => :days)`,
    { days },
  );
}

/** What was seen of the same texts and from the same addresses within some minutes. */
export function sightingsAround(
  tx: Tx,
  found: readonly NewSighting[],
  minutes: number,
): Promise<NewSighting[]> {
  const hex = (keys: readonly Buffer[]) => [...new Set(keys.map((key) => key.toString('hex')))];
  return rows(
    tx,
    `select id, seen_at as "seenAt", address_key as "addressKey", token_key as "tokenKey",
       device_key as "deviceKey", person_id as "personId", place, order_id as "orderId", issue_no as "issueNo",
       verdict, purpose
     from scan_sightings where seen_at > statement_timestamp() - make_interval(mins => :minutes)
       and (token_key in (select decode(k, 'hex') from unnest(:tokens::text[]) as k)
         or address_key in (select decode(k, 'hex') from unnest(:addresses::text[]) as k))
     order by id desc limit 5000`,
    {
      minutes,
      tokens: hex(found.map(({ tokenKey }) => tokenKey)),
      addresses: hex(found.map(({ addressKey }) => addressKey)),
    },
  );
}
