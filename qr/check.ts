/** The format check (P2.1.3): a symbol counts as issued only after an independent decoder has read it back. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ReaderOptions, ReadResult } from 'zxing-wasm/reader';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { type Corners, gradeOf, type SymbolGrade, squareAt } from './grade.js';
import { QUIET_ZONE_MODULES } from './layout.js';
import type { Ecc, Matrix } from './matrix.js';
import { matrixOf } from './matrix.js';
import { averaged, type Picture } from './picture.js';

export type { Picture } from './picture.js';

/** What is wrong with a symbol; a freshly drawn one may not need even one correction. */
export type Fault = 'not_decoded' | 'other_text' | 'other_version' | 'other_ecc' | 'quiet_zone' | 'damaged';

export interface SymbolCheck {
  ok: boolean;
  faults: readonly Fault[];
  decoded: string | null;
  version: number;
  /** Per side. */
  modules: number;
  ecc: Ecc;
  /** Measured on the raster, the narrowest side. */
  quietZoneModules: number;
  /** ISO/IEC 15415: 1 when nothing had to be corrected, 0 at the edge of what can be. */
  unusedErrorCorrection?: number;
  /** Indicative, of the symbol as it was drawn. */
  grade: SymbolGrade;
  tookMs: number;
}

/** A picture that was drawn here, with so many pixels a module. */
export interface Raster extends Picture {
  modulePx: number;
}

export interface Decoded {
  text: string;
  version: number;
  ecc: string;
  unusedErrorCorrection?: number;
}

/** A symbol with the place of its corners in the picture. */
export interface Located extends Decoded {
  corners: Corners;
}

const MODULE_PX = 3;
const BLACK = 0xff000000;
const PLAIN: ReaderOptions = { formats: ['QRCode'], textMode: 'Plain', maxNumberOfSymbols: 1 };
/** Real finder-pattern search, without the retries that only photographs need. */
const DRAWN: ReaderOptions = {
  ...PLAIN,
  tryHarder: false,
  tryRotate: false,
  tryInvert: false,
  tryDownscale: false,
};

/** Draws the symbol of a text, decodes it and compares everything the decoder reports. */
export async function checkSymbol(text: string, ecc: Ecc): Promise<SymbolCheck> {
  const startedMs = performance.now();
  const matrix = matrixOf(text, ecc);
  const check = await checkRaster(rasterOf(matrix), { text, matrix });
  return { ...check, tookMs: performance.now() - startedMs };
}

/** Decodes a raster and compares it with what was meant to be drawn. */
export async function checkRaster(
  raster: Raster,
  meant: { text: string; matrix: Matrix },
): Promise<Omit<SymbolCheck, 'tookMs'>> {
  const { version, modules, ecc } = meant.matrix;
  const seen = await decode(raster, DRAWN);
  const side = modules * raster.modulePx;
  const margin = (raster.width - side) / 2;
  const square = squareAt(margin, margin, side);
  const quietZoneModules = quietZoneOf(raster);
  const faults = faultsOf(seen, quietZoneModules, meant);
  const unused = seen?.unusedErrorCorrection;
  return {
    ok: faults.length === 0,
    faults,
    decoded: seen?.text ?? null,
    version,
    modules,
    ecc,
    quietZoneModules,
    grade: gradeOf(raster, { corners: square, matrix: meant.matrix, unusedErrorCorrection: unused }),
    ...(unused !== undefined && { unusedErrorCorrection: unused }),
  };
}

/** The first QR code in an image file (PNG, JPEG, …), or null; a stranger's file needs its pixel count bounded first. */
export async function decodePng(image: Uint8Array): Promise<Decoded | null> {
  return decode(image, PLAIN);
}

/** A photograph's noise is averaged out by looking at it smaller, a blot by one threshold for all of it. */
const PHOTOGRAPHED: readonly ReaderOptions[] = (['LocalAverage', 'GlobalHistogram'] as const).flatMap(
  (binarizer) =>
    [4, 2, 3].map((downscaleFactor) => ({ ...PLAIN, binarizer, downscaleThreshold: 100, downscaleFactor })),
);

/** Pixels that become one when a picture is averaged: noise goes with them, the edges of modules do not. */
const AVERAGED = [4.5, 3.5, 6, 2.5] as const;
const SMALL: ReaderOptions = { ...PLAIN, binarizer: 'LocalAverage', tryDownscale: false };

/** The QR code that a camera sees, looked at as a scanner does: smaller, by one threshold or many, averaged; or null. */
export async function decodePicture(picture: Picture): Promise<Decoded | null> {
  for (const options of PHOTOGRAPHED) {
    const seen = await decode(picture, options);
    if (seen) return seen;
  }
  for (const factor of AVERAGED) {
    const seen = await decode(averaged(picture, factor), SMALL);
    if (seen) return seen;
  }
  return null;
}

/** Every QR code that can be read in a picture, such as a scanned sheet of labels; each text once. */
export async function decodeAll(picture: Picture, most: number): Promise<Located[]> {
  await decoder();
  const found = new Map<string, Located>();
  for (const options of [PLAIN, ...PHOTOGRAPHED])
    for (const result of await readBarcodes(picture, { ...options, maxNumberOfSymbols: most })) {
      if (!result.isValid || found.has(result.text) || found.size >= most) continue;
      const { topLeft, topRight, bottomRight, bottomLeft } = result.position;
      found.set(result.text, {
        ...decodedOf(result),
        corners: [topLeft, topRight, bottomRight, bottomLeft],
      });
    }
  return [...found.values()];
}

/** The cheapest picture a decoder takes: 3 px a module, quiet zone around. */
export function rasterOf({ modules, dark }: Matrix): Raster {
  const sidePx = (modules + 2 * QUIET_ZONE_MODULES) * MODULE_PX;
  const data = new Uint8ClampedArray(sidePx * sidePx * 4).fill(255);
  const pixels = new Uint32Array(data.buffer);
  for (let cell = dark.indexOf(1); cell >= 0; cell = dark.indexOf(1, cell + 1)) {
    const left = ((cell % modules) + QUIET_ZONE_MODULES) * MODULE_PX;
    const top = (Math.floor(cell / modules) + QUIET_ZONE_MODULES) * MODULE_PX;
    for (let y = top; y < top + MODULE_PX; y++)
      pixels.fill(BLACK, y * sidePx + left, y * sidePx + left + MODULE_PX);
  }
  return { data, width: sidePx, height: sidePx, modulePx: MODULE_PX };
}

function faultsOf(
  seen: Decoded | null,
  quietZoneModules: number,
  { text, matrix }: { text: string; matrix: Matrix },
): Fault[] {
  const faults: Fault[] = [];
  if (quietZoneModules < QUIET_ZONE_MODULES) faults.push('quiet_zone');
  if (!seen) return [...faults, 'not_decoded'];
  if (seen.text !== text) faults.push('other_text');
  if (seen.version !== matrix.version || matrix.modules !== 17 + 4 * matrix.version)
    faults.push('other_version');
  if (seen.ecc !== matrix.ecc) faults.push('other_ecc');
  if (seen.unusedErrorCorrection !== 1) faults.push('damaged');
  return faults;
}

async function decode(image: Picture | Uint8Array, options: ReaderOptions): Promise<Decoded | null> {
  await decoder();
  const [result] = await readBarcodes(image, options);
  return result?.isValid ? decodedOf(result) : null;
}

/** The decoder states its ISO facts as JSON text; a fact that is missing fails the comparison. */
function decodedOf(result: ReadResult): Decoded {
  const facts = JSON.parse(result.extra || '{}') as { Version?: string; ECLevel?: string; UEC?: number };
  return {
    text: result.text,
    version: Number(facts.Version),
    ecc: facts.ECLevel ?? '',
    ...(facts.UEC !== undefined && { unusedErrorCorrection: facts.UEC }),
  };
}

/** Whole light modules between the dark ones and the nearest edge. */
function quietZoneOf({ data, width, height, modulePx }: Raster): number {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  let marginPx = 0;
  while (marginPx * 2 < Math.min(width, height) && isLightFrame(pixels, width, height, marginPx)) marginPx++;
  return Math.floor(marginPx / modulePx);
}

function isLightFrame(pixels: Uint32Array, width: number, height: number, inset: number): boolean {
  const light = (x: number, y: number) => pixels[y * width + x] === 0xffffffff;
  for (let x = inset; x < width - inset; x++)
    if (!light(x, inset) || !light(x, height - 1 - inset)) return false;
  for (let y = inset; y < height - inset; y++)
    if (!light(inset, y) || !light(width - 1 - inset, y)) return false;
  return true;
}

let loading: Promise<unknown> | undefined;

/** Loads the decoder once, from the installed package and never from a network; a failed load is tried again. */
function decoder(): Promise<unknown> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<unknown> {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = new Uint8Array(await readFile(path)).buffer;
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}
