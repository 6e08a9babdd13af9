import { randomUUID } from 'node:crypto';
import { readCalendar } from '../db/calendars.js';
import {
  type ClaimedDigest,
  claimDigest,
  endAbandonedDigests,
  finishDigest,
  queueDigest,
  type Subscriber,
  stuckByDepartment,
  stuckCauses,
  subscribers,
} from '../db/digests.js';
import { type Seeing, seenBy } from '../db/scope.js';
import type { Db } from '../db/sql.js';
import { listStuck } from '../db/stuck.js';
import { digestsDue } from '../domain/digest.js';
import { rightsOf } from '../domain/people.js';
import { type Digest, digestMail } from '../platform/digest-page.js';
import { openAddress } from '../platform/keys/digest-address.js';
import type { KeyRing } from '../platform/keys/ring.js';
import { openCalendar } from '../platform/working-calendar.js';
import { composeMail, sendMail } from './mail.js';
import type { Outcome } from './outcome.js';

/** What digests stand on. */
export interface DigestPost {
  db: Db;
  ring: KeyRing;
  smtpUrl: string | undefined;
  mailFrom: string;
  now?: () => Date;
}

const ABANDONED_SECONDS = 120;
const MOST_ATTEMPTS = 24;
const MOST_LISTED = 5;

/**
 * Queues the digests whose department has begun its working day, and sends those that wait. Their rows are the outbox:
 * one a person and period, so that neither two workers nor a restart send one twice.
 */
export async function sweepDigests(post: DigestPost): Promise<void> {
  const { db } = post;
  await endAbandonedDigests(db, ABANDONED_SECONDS);
  const all = (await subscribers(db)).filter(({ roles }) => rightsOf(roles).has('stuck.read'));
  await queueDue(post, all);
  for (let one = await claimDigest(db); one; one = await claimDigest(db))
    await deliver(
      post,
      one,
      all.find(({ personId }) => personId === one?.personId),
    );
}

async function queueDue({ db, now }: DigestPost, all: readonly Subscriber[]): Promise<void> {
  if (all.length === 0) return;
  const stored = await readCalendar(db);
  const calendar = openCalendar(stored);
  const nowMs = (now?.() ?? stored.now).getTime();
  for (const person of all) {
    const asked = { nowMs, sinceMs: person.changedAt.getTime() };
    for (const due of digestsDue(calendar, person.department, asked))
      if (person[due.period]) await queueDigest(db, randomUUID(), person.personId, due);
  }
}

async function deliver(
  post: DigestPost,
  digest: ClaimedDigest,
  person: Subscriber | undefined,
): Promise<void> {
  const { db } = post;
  if (!person?.[digest.period])
    return finishDigest(db, digest.id, { status: 'failed', errorCode: 'stopped' });
  const outcome = await send(post, digest, person);
  switch (outcome.kind) {
    case 'sent':
    case 'unknown':
      return finishDigest(db, digest.id, { status: outcome.kind });
    case 'refused':
      return finishDigest(db, digest.id, { status: 'failed', errorCode: outcome.code });
    case 'not_taken':
      return finishDigest(db, digest.id, {
        status: digest.attempts < MOST_ATTEMPTS ? 'queued' : 'failed',
        errorCode: outcome.code,
      });
  }
}

async function send(
  { db, ring, smtpUrl, mailFrom }: DigestPost,
  { id, period, day }: ClaimedDigest,
  person: Subscriber,
): Promise<Outcome> {
  if (!smtpUrl) return { kind: 'refused', code: 'channel_not_configured' };
  const words = digestMail(await digestFor(db, { period, day }, person));
  return sendMail(smtpUrl, await composeMail(mailFrom, { id, to: openAddress(ring, person), ...words }));
}

async function digestFor(db: Db, of: Pick<Digest, 'period' | 'day'>, person: Subscriber): Promise<Digest> {
  const viewer: Seeing = { seenBy: seenBy({ ...person, standsInFor: [] }) };
  const numbers = async (filter: Partial<Parameters<typeof listStuck>[1]>) =>
    (await listStuck(db, { viewer, scope: 'late', order: 'due', ...filter }, MOST_LISTED)).items.map(
      ({ orderNo }) => orderNo,
    );
  return {
    ...of,
    departments: await stuckByDepartment(db, viewer, of.period === 'daily' ? 24 : 7 * 24),
    causes: await stuckCauses(db, viewer, MOST_LISTED),
    oldest: await numbers({ withoutFaults: true }),
    watched: await numbers({ scope: 'all', watched: true }),
  };
}
