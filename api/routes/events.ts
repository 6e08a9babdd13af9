import type { Request, Response } from 'express';
import type { Mark } from '../../db/changes.js';
import { AREA_RIGHT, AREAS } from '../../domain/changes.js';
import { Refusal } from '../../domain/refusal.js';
import type { News } from '../changes.js';
import type { Routes } from '../contract/routes.js';
import type { Stream } from '../handler.js';
import type { Signed } from '../principal.js';
import { knownOrder } from './orders.js';

const BEAT_MS = 15_000;
/** Whoever listens is admitted anew when the browser comes back, with what has become of its session and rights. */
const LIFE_MS = 5 * 60_000;
const RETRY_MS = 2_000;
const MOST_PER_PERSON = 6;
const MOST_UNREAD_BYTES = 64 * 1024;

/** How many streams each person has open in this process. */
const open = new Map<string, number>();

/** Tells a page what it shows may have changed, as areas and change numbers: what it then reads is admitted by itself. */
export const listen: Stream<Routes['listenToEvents']> = async (
  { deps, changes },
  { query, caller },
  line,
) => {
  const { person } = caller;
  const watched = query.order === undefined ? undefined : await knownOrder(deps.db, query.order);
  const leave = enter(person.id);
  const send = speaker(line.res);
  const tell = (news: News) => {
    const areas = areasFor(person, news);
    const order = watched && news.orderIds.has(watched.id) ? { order: watched.id } : {};
    if (areas.length > 0 || 'order' in order) send('changed', news.mark, { areas, ...order });
  };
  try {
    let latest: Mark | undefined;
    const { mark, stop } = await changes.watch(
      (news) => {
        latest = news.mark;
        tell(news);
      },
      () => line.res.end(),
    );
    latest ??= mark;
    begin(line.res);
    send('beat', mark, {});
    tell(await changes.after(lastSeen(line.req) ?? mark));
    const beat = setInterval(() => send('beat', latest ?? mark, {}), BEAT_MS);
    const life = setTimeout(() => line.res.end(), LIFE_MS);
    line.res.once('close', () => {
      clearInterval(beat);
      clearTimeout(life);
      stop();
      leave();
    });
    if (line.res.destroyed) line.res.emit('close');
  } catch (error) {
    leave();
    throw error;
  }
};

function enter(personId: string): () => void {
  const count = open.get(personId) ?? 0;
  if (count >= MOST_PER_PERSON)
    throw new Refusal('too_many_requests', { retryAfterSeconds: Math.ceil(BEAT_MS / 1_000) });
  open.set(personId, count + 1);
  let left = false;
  return () => {
    if (left) return;
    left = true;
    const now = (open.get(personId) ?? 1) - 1;
    if (now > 0) open.set(personId, now);
    else open.delete(personId);
  };
}

const areasFor = ({ rights }: Signed, { areas }: News) =>
  AREAS.filter((area) => areas.has(area) && rights.has(AREA_RIGHT[area]));

function begin(res: Response): void {
  res.status(200).type('text/event-stream').set('X-Accel-Buffering', 'no').flushHeaders();
  res.write(`retry: ${RETRY_MS}\n\n`);
}

/** Writes one event; a caller that does not read is let go, and makes up for it when it comes back. */
function speaker(res: Response): (event: string, mark: Mark, data: object) => void {
  return (event, { transactionId, entryId }, data) => {
    if (res.writableEnded || !res.headersSent) return;
    res.write(`id: ${transactionId}.${entryId}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (res.writableLength > MOST_UNREAD_BYTES) res.destroy();
  };
}

/** Where a listener that comes back has stopped; a header that is none of ours is left alone. */
function lastSeen(req: Request): Mark | undefined {
  const [, transactionId, entryId] = /^(\d{1,19})\.(\d{1,15})$/.exec(req.get('Last-Event-ID') ?? '') ?? [];
  return transactionId === undefined ? undefined : { transactionId, entryId: Number(entryId) };
}
