import type { Readable } from 'node:stream';
import type { ClientBase } from 'pg';
import { to } from 'pg-copy-streams';
import { CANONICAL_COLUMNS, canonicalWriter, type Fields, int8 } from './log-canonical.js';
import type { Tx } from './sql.js';

/** A link of the chain beside the log row it covers. */
export interface Link {
  seq: number;
  hash: Buffer;
  /**
   * The row's canonical text in UTF-8, put together here; only until the next link comes. Undefined when the row is gone
   * or holds a number that is not safe here.
   */
  canonical: Buffer | undefined;
}

/** Before the log row's columns stand the position and the hash. */
const OWN_FIELDS = 2;
const FIELDS = OWN_FIELDS + CANONICAL_COLUMNS.length;
/** What stands before the rows of COPY in binary: a signature, flags and the length of an extension that has none. */
const HEADER_BYTES = 19;

/**
 * Hands over so many links after a position, in the chain's order, as they arrive: PostgreSQL reads on meanwhile and
 * prints nothing, since the columns come as it keeps them.
 */
export async function eachLink(
  tx: Tx,
  { afterSeq, limit }: { afterSeq: number; limit: number },
  take: (link: Link) => void,
): Promise<void> {
  const connection: ClientBase = await tx.client.acquireConnection();
  const select = `select c.seq, c.hash, ${CANONICAL_COLUMNS.map((name) => `e.${name}`).join(', ')}
    from log_chain c left join log_entries e on e.id = c.entry_id where c.seq > ${afterSeq} order by c.seq limit ${limit}`;
  const copied: Readable = connection.query(to(`copy (${select}) to stdout (format binary)`));
  const read = linkReader(take);
  try {
    for await (const chunk of copied.iterator({ destroyOnReturn: false })) read(chunk);
  } finally {
    // A connection is of use again when all that was asked for has been read.
    copied.resume();
  }
}

/** Reads links out of chunks that end anywhere. */
function linkReader(take: (link: Link) => void): (chunk: Buffer) => void {
  const fields = { from: new Array<number>(FIELDS).fill(0), size: new Array<number>(FIELDS).fill(0) };
  const canonicalOf = canonicalWriter(OWN_FIELDS);
  let left: Buffer = Buffer.alloc(0);
  let skip = HEADER_BYTES;
  return (chunk) => {
    const bytes = left.length > 0 ? Buffer.concat([left, chunk]) : chunk;
    let at = Math.min(skip, bytes.length);
    skip -= at;
    for (let end = endOfRow(bytes, at, fields); end > 0; end = endOfRow(bytes, at, fields)) {
      take(linkOf(bytes, fields, canonicalOf));
      at = end;
    }
    left = bytes.subarray(at);
  };
}

/** A row that is gone has no id. */
function linkOf(bytes: Buffer, fields: Fields, canonicalOf: ReturnType<typeof canonicalWriter>): Link {
  const [seqAt = 0, hashAt = 0] = fields.from;
  const [, hashSize = 0, idSize = 0] = fields.size;
  return {
    seq: int8(bytes, seqAt),
    hash: bytes.subarray(hashAt, hashAt + hashSize),
    canonical: idSize < 0 ? undefined : canonicalOf(bytes, fields),
  };
}

/** Finds the fields of the row that begins here; 0 when it has not all arrived. */
function endOfRow(bytes: Buffer, begin: number, { from, size }: Fields): number {
  let at = begin + 2;
  for (let field = 0; field < FIELDS; field += 1) {
    if (at + 4 > bytes.length) return 0;
    const length = bytes.readInt32BE(at);
    from[field] = at + 4;
    size[field] = length;
    at += 4 + Math.max(length, 0);
  }
  return at <= bytes.length ? at : 0;
}
