import { Buffer, isAscii } from 'node:buffer';
import iconv from 'iconv-lite';
import { FileRefused } from './refusals.js';

/** Bytes to text. Broken bytes become U+FFFD, so that they cost one order and not the file. */
export type Encoding = 'utf-8' | 'gb18030' | 'windows-1252';

const PIECE_BYTES = 65_536;
const WINDOW_BYTES = 262_144;

/** Decodes a file in the encoding given, or the one its first 256 KiB from the first non-ASCII byte speak for. */
export async function* decoded(bytes: AsyncIterable<Buffer>, given?: Encoding): AsyncGenerator<string> {
  let held = Buffer.alloc(0);
  let offset = 0;
  let decoder: TextDecoderStreamed | undefined;
  for await (const piece of pieces(bytes)) {
    if (decoder) {
      yield decoder.write(piece);
      continue;
    }
    held = Buffer.concat([held, piece]);
    if (held.length < WINDOW_BYTES) continue;
    const plain = asciiBytes(held);
    yield opening(held, offset).toString('latin1', 0, plain);
    offset += plain;
    held = held.subarray(plain);
    if (held.length < WINDOW_BYTES) continue;
    decoder = openDecoder(encodingOf(held, given));
    yield decoder.write(held);
  }
  if (!decoder) {
    decoder = openDecoder(encodingOf(opening(held, offset), given));
    yield decoder.write(held);
  }
  yield decoder.end();
}

interface TextDecoderStreamed {
  write(bytes: Buffer): string;
  end(): string;
}

function openDecoder(encoding: Encoding): TextDecoderStreamed {
  if (encoding === 'utf-8') {
    const decoder = new TextDecoder('utf-8');
    return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
  }
  const decoder = iconv.getDecoder(encoding);
  return { write: (bytes) => decoder.write(bytes), end: () => decoder.end() ?? '' };
}

async function* pieces(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
  }
}

function asciiBytes(bytes: Buffer): number {
  if (isAscii(bytes)) return bytes.length;
  return bytes.findIndex((byte) => byte >= 0x80);
}

/** The same bytes, after a look at how the file begins. */
function opening(bytes: Buffer, offset: number): Buffer {
  if (offset > 0) return bytes;
  const start = bytes.subarray(0, 4).toString('hex');
  if (start === '504b0304' || start === 'd0cf11e0') {
    throw new FileRefused('not_text', 'This is a workbook or an archive; save it as CSV.');
  }
  const head = bytes.subarray(0, 1024);
  const zeros = head.filter((byte) => byte === 0).length;
  if (/^(fffe|feff)/.test(start) || zeros * 4 > head.length) {
    throw new FileRefused('encoding_unknown', 'This looks like UTF-16; save it as UTF-8.');
  }
  return bytes;
}

/**
 * UTF-8 when nearly all its multi-byte characters are valid (a few broken rows do not change a file's encoding);
 * else GB18030 when nearly all pairs are valid and half of them are everyday Chinese; else windows-1252.
 */
export function encodingOf(window: Buffer, given?: Encoding): Encoding {
  const utf8 = utf8Evidence(window);
  const marked = window.subarray(0, 3).toString('hex') === 'efbbbf';
  if (given && given !== 'utf-8' && (marked || (utf8.bad === 0 && utf8.good >= 16))) {
    throw new FileRefused('encoding_contradicted');
  }
  if (given) return given;
  if (marked || utf8.bad * 10 <= utf8.good) return 'utf-8';
  const gb = gb18030Evidence(window);
  return gb.bad * 50 <= gb.good && gb.everyday * 2 >= gb.good ? 'gb18030' : 'windows-1252';
}

/** Counts well-formed multi-byte characters and stray bytes; a character cut off at the end counts as whole. */
function utf8Evidence(bytes: Buffer): { good: number; bad: number } {
  const seen = { good: 0, bad: 0 };
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    const follow =
      lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : 0;
    const tail = bytes.subarray(at + 1, at + 1 + follow);
    const whole = tail.every((byte) => byte >= 0x80 && byte < 0xc0);
    if (whole && follow > 0) {
      seen.good += 1;
      at += follow;
    } else seen.bad += 1;
  }
  return seen;
}

/** Counts valid GB18030 characters, those of GB 2312 level 1 and its punctuation, and bytes that fit nowhere. */
function gb18030Evidence(bytes: Buffer): { good: number; everyday: number; bad: number } {
  const seen = { good: 0, everyday: 0, bad: 0 };
  for (let at = 0; at + 1 < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    const trail = bytes[at + 1] ?? 0;
    if (lead < 0x80) continue;
    const leads = lead > 0x80 && lead < 0xff;
    if (leads && trail >= 0x40 && trail !== 0x7f && trail !== 0xff) {
      seen.good += 1;
      const common = (lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3);
      if (common && trail >= 0xa1) seen.everyday += 1;
      at += 1;
    } else if (leads && trail >= 0x30 && trail <= 0x39 && (bytes[at + 2] ?? 0xff) > 0x80) {
      seen.good += 1;
      at += 3;
    } else seen.bad += 1;
  }
  return seen;
}
