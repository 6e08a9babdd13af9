/** Where each field of a row lies in the bytes it was read from; a null has the size −1. */
export interface Fields {
  from: number[];
  size: number[];
}

/** Writes a field as JSON behind what is written; answers where it ends, or −1 when it cannot. */
type Put = (out: Buffer, at: number, bytes: Buffer, from: number, size: number) => number;

/** The columns of a log row in their canonical order, each by how COPY in binary sends its type. */
const COLUMNS: Readonly<Record<string, Put>> = {
  id: (out, at, bytes, from) => putNumber(out, at, int8(bytes, from)),
  at: putMoment,
  actor_kind: putText,
  actor_id: putText,
  department: putText,
  action: putText,
  order_id: putUuid,
  fact_number: (out, at, bytes, from) => putNumber(out, at, bytes.readInt32BE(from)),
  detail: putJsonb,
};
export const CANONICAL_COLUMNS = Object.keys(COLUMNS);
const PUTS = Object.values(COLUMNS);

/** A byte grows to at most six; a number, a moment, a null and what stands between fields to at most so much. */
const MOST = { perByte: 6, perField: 40 };

/**
 * Writes the canonical text of log rows from their columns as COPY in binary sends them, beginning with the field
 * `first`: byte for byte what `jsonb_build_array` prints. The answer holds until the next call; undefined when its
 * id or its moment in microseconds from 2000 is no safe integer: from 1714 to 2285 it is.
 */
export function canonicalWriter(first: number): (bytes: Buffer, fields: Fields) => Buffer | undefined {
  let out = Buffer.allocUnsafe(4_096);
  return (bytes, { from, size }) => {
    const most = mostOf(size);
    if (most > out.length) out = Buffer.allocUnsafe(most * 2);
    let at = 0;
    out[at++] = OPENED;
    for (let place = 0; place < PUTS.length; place += 1) {
      if (place > 0) at = putSeparator(out, at);
      const length = size[first + place] ?? -1;
      const put = length < 0 ? putNull : PUTS[place];
      at = put?.(out, at, bytes, from[first + place] ?? 0, length) ?? -1;
      if (at < 0) return undefined;
    }
    out[at++] = CLOSED;
    return out.subarray(0, at);
  };
}

const [QUOTE, POINT, COLON, DASH, ZERO] = [0x22, 0x2e, 0x3a, 0x2d, 0x30];
const [OPENED, CLOSED, COMMA, SPACE, BACKSLASH] = [0x5b, 0x5d, 0x2c, 0x20, 0x5c];

function mostOf(size: readonly number[]): number {
  let own = 0;
  for (const length of size) own += length;
  return own * MOST.perByte + PUTS.length * MOST.perField;
}

function putSeparator(out: Buffer, at: number): number {
  out[at] = COMMA;
  out[at + 1] = SPACE;
  return at + 2;
}

function putNull(out: Buffer, at: number): number {
  return at + out.write('null', at, 'latin1');
}

/** A 64-bit number; rounded beyond the safe integers. */
export function int8(bytes: Buffer, from: number): number {
  return bytes.readInt32BE(from) * 2 ** 32 + bytes.readUInt32BE(from + 4);
}

function putNumber(out: Buffer, at: number, value: number): number {
  if (!Number.isSafeInteger(value)) return -1;
  if (value < 0 || value > MOST_INT) return at + out.write(String(value), at, 'latin1');
  let count = 1;
  for (let power = 10; power <= value; power *= 10) count += 1;
  return putDigits(out, at, value, count);
}

const MOST_INT = 2 ** 31 - 1;

function putDigits(out: Buffer, at: number, value: number, count: number): number {
  for (let place = at + count - 1, left = value | 0; place >= at; place -= 1, left = (left / 10) | 0)
    out[place] = ZERO + (left % 10);
  return at + count;
}

const DAY_MICROS = 86_400_000_000;
/** PostgreSQL counts from here. */
const EPOCH_MS = Date.UTC(2000, 0, 1);

/** As `"2026-11-29T08:00:00.000000"`, in UTC. */
function putMoment(out: Buffer, at: number, bytes: Buffer, from: number): number {
  const micros = int8(bytes, from);
  if (!Number.isSafeInteger(micros)) return -1;
  const day = Math.floor(micros / DAY_MICROS);
  const dayMs = EPOCH_MS + (day * DAY_MICROS) / 1_000;
  const ofDay = micros - day * DAY_MICROS;
  const second = Math.floor(ofDay / 1_000_000);
  const clock = at + textOfDay(dayMs).copy(out, at);
  putDigits(out, clock, Math.floor(second / 3_600), 2);
  putDigits(out, clock + 3, Math.floor(second / 60) % 60, 2);
  putDigits(out, clock + 6, second % 60, 2);
  putDigits(out, clock + 9, ofDay - second * 1_000_000, 6);
  out[clock + 2] = COLON;
  out[clock + 5] = COLON;
  out[clock + 8] = POINT;
  out[clock + 15] = QUOTE;
  return clock + 16;
}

const lastDay = { ms: Number.NaN, text: Buffer.alloc(0) };

/** Rows beside each other are mostly of one day. */
function textOfDay(ms: number): Buffer {
  if (ms !== lastDay.ms)
    Object.assign(lastDay, { ms, text: Buffer.from(`"${new Date(ms).toISOString().slice(0, 10)}T`) });
  return lastDay.text;
}

const ESCAPES: Readonly<Record<number, string>> = {
  8: '\\b',
  9: '\\t',
  10: '\\n',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

function putText(out: Buffer, at: number, bytes: Buffer, from: number, size: number): number {
  let next = at;
  out[next++] = QUOTE;
  for (let place = from; place < from + size; place += 1) {
    const byte = bytes[place] ?? 0;
    if (byte >= SPACE && byte !== QUOTE && byte !== BACKSLASH) out[next++] = byte;
    else next += out.write(ESCAPES[byte] ?? `\\u${byte.toString(16).padStart(4, '0')}`, next, 'latin1');
  }
  out[next++] = QUOTE;
  return next;
}

const HEX = Buffer.from('0123456789abcdef');

function putUuid(out: Buffer, at: number, bytes: Buffer, from: number): number {
  let next = at;
  out[next++] = QUOTE;
  for (let place = 0; place < 16; place += 1) {
    if (place === 4 || place === 6 || place === 8 || place === 10) out[next++] = DASH;
    const byte = bytes[from + place] ?? 0;
    out[next++] = HEX[byte >> 4] ?? 0;
    out[next++] = HEX[byte & 15] ?? 0;
  }
  out[next++] = QUOTE;
  return next;
}

/** Comes as the text that PostgreSQL prints, behind a byte that tells its version. */
function putJsonb(out: Buffer, at: number, bytes: Buffer, from: number, size: number): number {
  return at + bytes.copy(out, at, from + 1, from + size);
}
