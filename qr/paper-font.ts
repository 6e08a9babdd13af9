/** The one font of captions: servers and printers need no font of their own to write Chinese. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

const FILE = '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff2';
const FAMILY = 'Order QR Caption';

const path = (): string => createRequire(import.meta.url).resolve(FILE);

/** The family's name for a canvas; registered on first use. */
export function canvasFont(): string {
  if (GlobalFonts.has(FAMILY)) return FAMILY;
  if (!GlobalFonts.registerFromPath(path(), FAMILY)) throw new Error('the caption font cannot be read');
  return FAMILY;
}

let loading: Promise<Buffer> | undefined;

/** As TrueType, which a PDF takes the letters it needs from; made once, a failed try is made again. */
export function paperFont(): Promise<Buffer> {
  loading ??= trueType().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

const LAST_LETTER = 0xffff;

async function trueType(): Promise<Buffer> {
  const { default: subsetFont } = await import('subset-font');
  let letters = '';
  for (let code = 0x20; code <= LAST_LETTER; code++)
    if (code < 0xd800 || code > 0xdfff) letters += String.fromCharCode(code);
  return subsetFont(await readFile(path()), letters, { targetFormat: 'truetype' });
}
