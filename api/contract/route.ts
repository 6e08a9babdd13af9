import type { z } from 'zod';
import type { Right } from '../../domain/people.js';
import type { RefusalCode } from '../../domain/refusal.js';

/**
 * Who may call: holders of a right, any signed-in person (the deed asks for more), or anybody at all. On the customer's
 * page: whoever opened it with a live code (`holder`), or proved beside it that the order is theirs (`customer`).
 */
export type Admission = Right | 'person' | 'anybody' | 'holder' | 'customer';

/** Works on the cookie of the customer's page, which no token stands for. */
export const isOfCustomers = (right: Admission): right is 'holder' | 'customer' =>
  right === 'holder' || right === 'customer';

export type AnswerContract =
  | { description: string; schema: z.ZodType }
  | { description: string; mediaType: string };

interface Route {
  path: `/${string}`;
  summary: string;
  right: Admission;
  params?: z.ZodObject;
  query?: z.ZodObject;
  answers: Readonly<Record<number, AnswerContract>>;
  /** Refusals of the deed itself; those of the door (malformed, not_permitted, …) belong to every route. */
  refusals?: readonly RefusalCode[];
}

/** Reads rows and writes nothing. */
export interface ReadRoute extends Route {
  kind: 'read';
  method: 'get';
}

/** Reads rows by what must not stand in an address, or what is written down when it is read; a POST without a key. */
export interface QueryRoute extends Route {
  kind: 'query';
  method: 'post';
  body: z.ZodType;
}

/** Records facts in one transaction with its stored answer; `waits`: honours `Prefer: wait=N`. */
export interface ActRoute extends Route {
  kind: 'act';
  method: 'post';
  body: z.ZodType;
  waits: boolean;
}

/** Takes a file as a stream. */
export interface UploadRoute extends Route {
  kind: 'upload';
  method: 'post';
  headers: z.ZodObject;
  mediaTypes: readonly string[];
}

/** Opens, shows or ends a session: its answer may set the cookie, and nothing of it is stored for a second time. */
export interface SessionRoute extends Route {
  kind: 'session';
  method: 'get' | 'post' | 'delete';
  body?: z.ZodType;
  /** A matter of a browser's cookie: a caller with a token is refused. */
  browser?: boolean;
}

/** Answers with events for as long as its caller listens. */
export interface StreamRoute extends Route {
  kind: 'stream';
  method: 'get';
}

/** A POST that answers with a file as it is read; it is logged, and nothing of it is stored for a second time. */
export interface DownloadRoute extends Route {
  kind: 'download';
  method: 'post';
  body: z.ZodType;
}

/** What a provider tells of its own accord: signed by itself, and told again until it is answered in its own way. */
export interface CallbackRoute extends Route {
  kind: 'callback';
  method: 'post';
  mediaTypes: readonly string[];
}

export type Contract =
  | ReadRoute
  | QueryRoute
  | ActRoute
  | UploadRoute
  | SessionRoute
  | StreamRoute
  | DownloadRoute
  | CallbackRoute;

export const read = <const R extends Omit<ReadRoute, 'kind' | 'method'>>(route: R) =>
  ({ kind: 'read', method: 'get', ...route }) as const;

export const query = <const R extends Omit<QueryRoute, 'kind' | 'method'>>(route: R) =>
  ({ kind: 'query', method: 'post', ...route }) as const;

/** A POST that wakes the lifecycle, so that its caller may wait for the outcome. */
export const act = <const R extends Omit<ActRoute, 'kind' | 'method' | 'waits'>>(route: R) =>
  ({ kind: 'act', method: 'post', waits: true, ...route }) as const;

/** A POST that wakes nobody. */
export const note = <const R extends Omit<ActRoute, 'kind' | 'method' | 'waits'>>(route: R) =>
  ({ kind: 'act', method: 'post', waits: false, ...route }) as const;

export const upload = <const R extends Omit<UploadRoute, 'kind' | 'method'>>(route: R) =>
  ({ kind: 'upload', method: 'post', ...route }) as const;

export const stream = <const R extends Omit<StreamRoute, 'kind' | 'method'>>(route: R) =>
  ({ kind: 'stream', method: 'get', ...route }) as const;

export const download = <const R extends Omit<DownloadRoute, 'kind' | 'method'>>(route: R) =>
  ({ kind: 'download', method: 'post', ...route }) as const;

export const callback = <const R extends Omit<CallbackRoute, 'kind' | 'method' | 'right'>>(route: R) =>
  ({ kind: 'callback', method: 'post', right: 'anybody', ...route }) as const;

export const session = <const R extends Omit<SessionRoute, 'kind'>>(route: R) =>
  ({ kind: 'session', ...route }) as const;
