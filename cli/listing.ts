import type { Command } from 'commander';
import { z } from 'zod';
import type { RouteName } from '../api/contract/routes.js';
import type { Client, RequestOf } from './client.js';
import type { Reply } from './reply.js';
import type { Session } from './session.js';
import { counted, option, type Typed, typedOf } from './typed.js';
import { declare, show, type Verb } from './verb.js';

/** A command for a list that comes in pages: one page, or all of them. */
export function addListing<N extends RouteName>(group: Command, session: Session, listing: Verb<N>): Command {
  const options = [...(listing.options ?? []), LIMIT, CURSOR, ALL];
  const command = declare(group, session, { ...listing, options });
  command.action(async () => {
    const typed = typedOf(command);
    const client = session.client();
    const request = await listing.request(typed);
    const reply = typed.flag('all')
      ? await everyPage(client, listing.route, request)
      : await client.send(listing.route, request);
    show(session, listing, reply);
  });
  return command;
}

const LIMIT = counted('--limit <n>', 'at most this many, up to 200');
const CURSOR = option('--cursor <cursor>', 'where the page before ended');
const ALL = option('--all', 'every page, one after the other');

/** The part of a query that pages. */
export function pageOf(typed: Typed): { limit?: number; cursor?: string } {
  const cursor = typed.text('cursor');
  const limit = typed.number('limit') ?? (typed.flag('all') ? 200 : undefined);
  return { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) };
}

const page = z.looseObject({ items: z.array(z.unknown()), next: z.string().optional() });

/** All pages as one answer, as if it had been one. */
async function everyPage<N extends RouteName>(client: Client, name: N, first: RequestOf<N>): Promise<Reply> {
  const items: unknown[] = [];
  let reply: Reply;
  let next: string | undefined;
  do {
    reply = await client.send(name, next === undefined ? first : withCursor(first, next));
    const read = page.parse(JSON.parse(reply.bytes.toString()));
    items.push(...read.items);
    next = read.next;
  } while (next !== undefined);
  return { ...reply, bytes: Buffer.from(JSON.stringify({ items })) };
}

function withCursor<R extends object>(request: R, cursor: string): R {
  const query = 'query' in request && typeof request.query === 'object' ? request.query : {};
  return { ...request, query: { ...query, cursor } };
}
