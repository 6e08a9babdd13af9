import type { FILE_TYPES } from './contract/around.js';

type FileType = (typeof FILE_TYPES)[number];

const starts = (content: Buffer, bytes: readonly number[], at = 0): boolean =>
  content.subarray(at, at + bytes.length).equals(Buffer.from(bytes));

/** Whether a file begins as its kind begins: a page of script that is called a picture does not. */
export function looksLike(type: FileType, content: Buffer): boolean {
  switch (type) {
    case 'image/png':
      return starts(content, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    case 'image/jpeg':
      return starts(content, [0xff, 0xd8, 0xff]);
    case 'image/webp':
      return starts(content, [...Buffer.from('RIFF')]) && starts(content, [...Buffer.from('WEBP')], 8);
    case 'application/pdf':
      return starts(content, [...Buffer.from('%PDF-')]);
  }
}
