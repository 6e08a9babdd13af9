import { describe, expect, test } from '@jest/globals';
import { checkSymbol, decodeAll, rasterOf } from '../../qr/check.js';
import { GRADES, gradeOf, squareAt } from '../../qr/grade.js';
import { planLabel } from '../../qr/label.js';
import { labelPng } from '../../qr/label-picture.js';
import { matrixOf } from '../../qr/matrix.js';
import { aTable, aToken } from './a-token.js';
import { pictureOf } from './paper.js';

const table = aTable();
const text = aToken(table, 'short');

/** A symbol whose pixels a change has passed over, graded as it stands there. */
async function gradedAfter(change: (data: Uint8ClampedArray, width: number) => void) {
  const matrix = matrixOf(text, 'Q');
  const raster = rasterOf(matrix);
  change(raster.data, raster.width);
  const [seen] = await decodeAll(raster, 1);
  const side = matrix.modules * raster.modulePx;
  const corners = squareAt((raster.width - side) / 2, (raster.width - side) / 2, side);
  return gradeOf(raster, { corners, matrix, unusedErrorCorrection: seen?.unusedErrorCorrection });
}

const grey = (dark: number, light: number) => (data: Uint8ClampedArray) => {
  for (let at = 0; at < data.length; at++) if (at % 4 !== 3) data[at] = (data[at] ?? 0) < 128 ? dark : light;
};

describe('the indicative grade', () => {
  test('is A in every part for a symbol as it is drawn', async () => {
    const { grade } = await checkSymbol(text, 'M');
    expect(grade.grade).toBe('A');
    expect(Object.values(grade.parts).map((part) => part.grade)).toEqual(['A', 'A', 'A', 'A']);
    expect(grade.parts.symbolContrast.value).toBe(1);
  });

  test.each([
    [40, 235, 'A'],
    [60, 205, 'B'],
    [70, 180, 'C'],
    [90, 150, 'D'],
    [100, 140, 'F'],
  ])('follows the contrast of %d on %d: %s', async (dark, light, expected) => {
    const { parts } = await gradedAfter(grey(dark, light));
    expect(parts.symbolContrast.grade).toBe(expected);
    expect(parts.fixedPatternDamage.grade).toBe('A');
  });

  test('falls with dirt on the text, while the finders stay whole', async () => {
    const blot = (side: number) => (data: Uint8ClampedArray, width: number) => {
      const from = Math.floor(width / 2 - side / 2);
      for (let y = from; y < from + side; y++)
        for (let x = from; x < from + side; x++) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    };
    const [small, large] = [await gradedAfter(blot(12)), await gradedAfter(blot(36))];
    expect(small.parts.unusedErrorCorrection.value).toBeLessThan(1);
    expect(GRADES.indexOf(large.grade)).toBeGreaterThan(GRADES.indexOf(small.grade));
    expect(large.parts.modulation.grade).not.toBe('A');
  });

  test('tells a scratched finder, which no correction of errors helps', async () => {
    const { parts, grade } = await gradedAfter((data, width) => {
      for (let x = 12; x < 30; x++) data.fill(255, (13 * width + x) * 4, (13 * width + x) * 4 + 4);
      for (let y = 12; y < 15; y++)
        for (let x = 12; x < 18; x++) data.fill(255, (y * width + x) * 4, (y * width + x) * 4 + 4);
    });
    expect(parts.fixedPatternDamage.value).toBeGreaterThan(0);
    expect(parts.fixedPatternDamage.grade).not.toBe('A');
    expect(grade).not.toBe('A');
  });

  test('is found by the decoder’s own corners, for every label on a picture', async () => {
    const picture = await pictureOf(
      await labelPng(planLabel(text, 'a4_sheet', { orderNo: 'SO-1', caption: '订单' })),
    );
    const [seen] = await decodeAll(picture, 5);
    if (!seen) throw new Error('nothing is seen');
    const graded = gradeOf(picture, { ...seen, matrix: matrixOf(text, 'Q') } as Parameters<
      typeof gradeOf
    >[1]);
    expect(graded.grade).toBe('A');
  });
});
