import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Tx } from '../db/sql.js';
import type { Changes } from './changes.js';
import type { ApiDeps } from './deps.js';
import type { Once } from './idempotency.js';
import type { RequestOf } from './request.js';

type Answers<R> = R extends { answers: infer A } ? A : never;

/** What a handler answers: a status of its contract with the body that belongs to it. */
export type AnswerOf<R> = {
  [Status in keyof Answers<R> & number]: Answers<R>[Status] extends { schema: infer S extends z.ZodType }
    ? { status: Status; body: z.input<S> }
    : { status: Status; file: string | Buffer };
}[keyof Answers<R> & number];

/** Reads rows. */
export type Read<R> = (deps: ApiDeps, request: RequestOf<R>) => Promise<AnswerOf<R>>;

/** Records facts, in the transaction that also stores its answer. */
export type Act<R> = (tx: Tx, deps: ApiDeps, request: RequestOf<R>) => Promise<AnswerOf<R>>;

/** Takes a stream; its key, when sent, names the job. */
export type Upload<R> = (deps: ApiDeps, request: RequestOf<R>, file: UploadedFile) => Promise<AnswerOf<R>>;

/** Works on the session of the request itself. */
export type InSession<R> = (deps: ApiDeps, request: RequestOf<R>, req: Request) => Promise<AnswerOf<R>>;

/** Answers by itself, for as long as its caller listens. */
export type Stream<R> = (
  house: { deps: ApiDeps; changes: Changes },
  request: RequestOf<R>,
  line: { req: Request; res: Response },
) => Promise<void>;

/** Answers with a file whose parts are sent as they are made. */
export type Download<R> = (deps: ApiDeps, request: RequestOf<R>) => Promise<DownloadedFile>;

/** Hears a provider out; what it says counts by its own signature alone. */
export type Hear<R> = (deps: ApiDeps, message: SignedMessage) => Promise<AnswerOf<R>>;

export interface SignedMessage {
  headers: IncomingHttpHeaders;
  /** The bytes that were signed. */
  body: Buffer;
}

export interface DownloadedFile {
  name: string;
  lines: AsyncIterable<string | Buffer>;
  /** CSV unless told. */
  mediaType?: string;
}

export interface UploadedFile {
  bytes: Readable;
  /** What Content-Length says; 0 when it says nothing. */
  declaredBytes: number;
  once: Once | undefined;
}

export type HandlerOf<R> = R extends { kind: 'read' | 'query' }
  ? Read<R>
  : R extends { kind: 'act' }
    ? Act<R>
    : R extends { kind: 'session' }
      ? InSession<R>
      : R extends { kind: 'stream' }
        ? Stream<R>
        : R extends { kind: 'download' }
          ? Download<R>
          : R extends { kind: 'callback' }
            ? Hear<R>
            : Upload<R>;
