import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Raster } from '../../qr/check.js';
import { checkRaster, checkSymbol, decodePng, rasterOf } from '../../qr/check.js';
import { matrixOf } from '../../qr/symbol.js';
import { aTable, aToken, PROFILES } from './a-token.js';

const table = aTable();
const text = aToken(table, 'short');
const matrix = matrixOf(text, 'M');

/** The raster with a white square of so many modules a side laid on the middle of the symbol. */
function blotted(raster: Raster, blotModules: number): Raster {
  const data = raster.data.slice();
  const sidePx = blotModules * raster.modulePx;
  const from = Math.floor((raster.width - sidePx) / 2 / raster.modulePx) * raster.modulePx;
  for (let y = from; y < from + sidePx; y++) {
    const start = (y * raster.width + from) * 4;
    data.fill(255, start, start + sidePx * 4);
  }
  return { ...raster, data };
}

function cropped({ data, width, height, modulePx }: Raster, cutModules: number): Raster {
  const cutPx = cutModules * modulePx;
  const kept = { width: width - 2 * cutPx, height: height - 2 * cutPx };
  const pixels = new Uint8ClampedArray(kept.width * kept.height * 4);
  for (let y = 0; y < kept.height; y++) {
    const start = ((y + cutPx) * width + cutPx) * 4;
    pixels.set(data.subarray(start, start + kept.width * 4), y * kept.width * 4);
  }
  return { data: pixels, ...kept, modulePx };
}

describe('the format check', () => {
  test('passes every symbol of both profiles at every error correction, without one correction used', async () => {
    for (const profile of PROFILES) {
      for (const ecc of ['L', 'M', 'Q', 'H'] as const) {
        const token = aToken(table, profile);
        const { version, modules } = matrixOf(token, ecc);
        expect(await checkSymbol(token, ecc)).toEqual({
          ok: true,
          faults: [],
          decoded: token,
          version,
          modules,
          ecc,
          quietZoneModules: 4,
          unusedErrorCorrection: 1,
          grade: expect.objectContaining({ grade: 'A' }),
          tookMs: expect.any(Number),
        });
      }
    }
  });

  test('passes many random tokens', async () => {
    for (let round = 0; round < 100; round++) {
      const token = aToken(table, round % 2 ? 'short' : 'sealed');
      expect(await checkSymbol(token, round % 3 ? 'M' : 'Q')).toMatchObject({ ok: true, decoded: token });
    }
  });

  test('fails a damaged symbol even where a scanner would still read it', async () => {
    const raster = rasterOf(matrix);
    expect(await checkRaster(blotted(raster, 0), { text, matrix })).toMatchObject({ ok: true });
    const stained = await checkRaster(blotted(raster, 5), { text, matrix });
    expect(stained).toMatchObject({ ok: false, faults: ['damaged'], decoded: text });
    const ruined = await checkRaster(blotted(raster, 21), { text, matrix });
    expect(ruined).toMatchObject({ ok: false, faults: ['not_decoded'], decoded: null });
  });

  test('fails a symbol that says something else', async () => {
    const other = aToken(table, 'short');
    const check = await checkRaster(rasterOf(matrixOf(other, 'M')), { text, matrix });
    expect(check).toMatchObject({ ok: false, faults: ['other_text'], decoded: other });
  });

  test('fails a symbol of another version or error correction', async () => {
    const stronger = await checkRaster(rasterOf(matrixOf(text, 'Q')), { text, matrix });
    expect(stronger.faults).toEqual(['other_version', 'other_ecc']);
  });

  test('fails a symbol without its quiet zone', async () => {
    const narrow = await checkRaster(cropped(rasterOf(matrix), 1), { text, matrix });
    expect(narrow).toMatchObject({ ok: false, faults: ['quiet_zone'], quietZoneModules: 3 });
    const none = await checkRaster(cropped(rasterOf(matrix), 4), { text, matrix });
    expect(none).toMatchObject({ ok: false, quietZoneModules: 0 });
  });

  test('fails an empty picture', async () => {
    const raster = rasterOf({ ...matrix, dark: new Uint8Array(matrix.modules ** 2) });
    expect(await checkRaster(raster, { text, matrix })).toMatchObject({ ok: false, decoded: null });
  });

  test('refuses a text that no symbol holds', async () => {
    await expect(checkSymbol('x'.repeat(3000), 'M')).rejects.toThrow();
  });
});

test('bytes that are no picture of a code decode to null', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
      expect(await decodePng(bytes)).toBeNull();
    }),
  );
});
