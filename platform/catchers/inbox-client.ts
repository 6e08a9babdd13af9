import { z } from 'zod';
import { CAUGHT_CHANNELS } from './caught.js';

/** Where the catchers of this machine show what arrived. */
export interface InboxPlace {
  readonly url: string;
  readonly token: string;
}

const ANSWER_MS = 5_000;

const summary = z.object({
  id: z.string(),
  channel: z.enum(CAUGHT_CHANNELS),
  deliveryId: z.string().nullable(),
  at: z.string(),
  duplicate: z.boolean(),
});
export type CaughtSummary = z.output<typeof summary>;

const content = summary.extend({
  to: z.array(z.string()),
  title: z.string(),
  text: z.string(),
  html: z.string(),
  attachments: z.array(
    z.object({
      filename: z.string().nullable(),
      contentType: z.string(),
      contentId: z.string().nullable(),
      content: z.string(),
    }),
  ),
});
export type CaughtContent = z.output<typeof content>;

/** What was caught, newest first; contents stay where they are. */
export async function listCaught(place: InboxPlace): Promise<CaughtSummary[]> {
  const response = await ask(place, '/messages');
  return z.object({ messages: z.array(summary) }).parse(await response.json()).messages;
}

/** One message as it arrived; undefined when the inbox has forgotten it. */
export async function readCaught(place: InboxPlace, id: string): Promise<CaughtContent | undefined> {
  const response = await ask(place, `/messages/${encodeURIComponent(id)}`);
  return response.status === 404 ? undefined : content.parse(await response.json());
}

function ask({ url, token }: InboxPlace, path: string): Promise<Response> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  return fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` }, signal });
}
