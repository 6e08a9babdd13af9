import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { type CutRow, openCutter } from '../../intake/cutter.js';

function cut(
  text: string,
  columnCount: number,
  options: { delimiter?: string; chunk?: number } = {},
): CutRow[] {
  const { delimiter = ',', chunk = text.length } = options;
  const cutter = openCutter({ delimiter, columnCount, maxCellChars: 100, firstRow: 2 });
  const batches: CutRow[][] = [];
  for (let at = 0; at < text.length; at += chunk) batches.push(cutter.push(text.slice(at, at + chunk)));
  return [...batches, cutter.end()].flat();
}

const brief = (rows: CutRow[]) => rows.map((row) => [row.row, row.fault ?? row.cells]);

describe('cutting records', () => {
  test('agrees with csv-parse on every well-formed file, cut anywhere', () => {
    const letters = fc.constantFrom(
      ['a', '王', '"', ' ', ',', '\t', ';'],
      ['a', '王', '"', ' ', '\n', '\r\n'],
    );
    const table = fc.tuple(fc.integer({ min: 2, max: 4 }), letters).chain(([width, unit]) => {
      const cell = fc.string({ unit: fc.constantFrom(...unit), maxLength: 6 });
      const row = fc.array(fc.tuple(cell, fc.boolean()), { minLength: width, maxLength: width });
      return fc.array(row, { maxLength: 6 });
    });
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(',', '\t', ';'),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        (rows, delimiter, lineEnd, chunk) => {
          const text = rows
            .map(
              (row) =>
                row.map(([value, quoted]) => rendered(value, quoted, delimiter)).join(delimiter) + lineEnd,
            )
            .join('');
          const expected: string[][] = parse(text, {
            delimiter,
            record_delimiter: lineEnd,
            relax_column_count: true,
          });
          const columnCount = rows[0]?.length ?? 2;
          expect(cut(text, columnCount, { delimiter, chunk }).map((row) => row.cells)).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a last line needs no line end, and blank lines only count', () => {
    expect(brief(cut('a,b\n\n\r\nc,d', 2))).toEqual([
      [2, ['a', 'b']],
      [5, ['c', 'd']],
    ]);
  });

  test('reads lone carriage returns as line ends', () => {
    expect(brief(cut('a,b\rc,"d\re"\r', 2, { chunk: 1 }))).toEqual([
      [2, ['a', 'b']],
      [3, ['c', 'd\re']],
    ]);
  });

  test.each([
    ['opened and never closed', 'a,"b\nc,d\ne,f\n'],
    ['inside a plain cell', 'a,b"x\nc,d\ne,f\n'],
    ['followed by text', 'a,"b"x\nc,d\ne,f\n'],
    ['with a space before it', 'a, "b"\nc,d\ne,f\n'],
  ])('a quote %s takes its own line only', (_, text) => {
    for (const chunk of [1, 3, 100]) {
      expect(brief(cut(text, 2, { chunk }))).toEqual([
        [2, 'quote_broken'],
        [3, ['c', 'd']],
        [4, ['e', 'f']],
      ]);
    }
  });

  test('two stray quotes lines apart do not join their rows into one', () => {
    const each = [
      [2, 'quote_broken'],
      [3, ['2', 'd', 'y']],
      [4, 'quote_broken'],
      [5, ['4', 'h', 'w']],
    ];
    expect(brief(cut('1,"b,x\n2,d,y\n3,f",z\n4,h,w\n', 3))).toEqual(each);
    expect(brief(cut('1,"b,x\n2,d,y\n3,f,z"\n4,h,w\n', 3))).toEqual(each);
  });

  test('a real cell of several lines stays one cell, commas and all', () => {
    const text = '1,"12, Long Road\nRiver Town, 5\n",x,y\n2,d,x,y\n';
    expect(brief(cut(text, 4))).toEqual([
      [2, ['1', '12, Long Road\nRiver Town, 5\n', 'x', 'y']],
      [3, ['2', 'd', 'x', 'y']],
    ]);
  });

  test('a broken record keeps the cells of its first line that come before the break', () => {
    expect(cut('1,x,"a\nb",c"d\n2,y,e,f\n', 4)[0]).toEqual({
      row: 2,
      raw: '1,x,"a',
      cells: ['1', 'x'],
      fault: 'quote_broken',
    });
  });

  test('a stray quote with no other within a million characters is found out there', () => {
    const rows = Array.from({ length: 200_000 }, (_, at) => `${at},b`).join('\n');
    const cutRows = cut(`x,"b\n${rows}\n`, 2, { chunk: 65_536 });
    expect(cutRows).toHaveLength(200_001);
    expect(cutRows.filter((row) => row.fault).map((row) => row.row)).toEqual([2]);
  });

  test('a long cell is refused whether it is quoted or not, and reading goes on after it', () => {
    for (const cell of [
      'x'.repeat(101),
      `"${'x'.repeat(101)}"`,
      'x'.repeat(3_000_000),
      `"${'x'.repeat(3_000_000)}"`,
    ]) {
      const rows = cut(`a,${cell}\r\nc,d\n`, 2, { chunk: 65_536 });
      expect(brief(rows)).toEqual([
        [2, 'cell_too_long'],
        [3, ['c', 'd']],
      ]);
      expect(rows[0]?.cells[0]).toBe('a');
      expect(rows[0]?.raw.length).toBeLessThan(1_200_000);
    }
    expect(brief(cut(`a,${'x'.repeat(100)}\n`, 2))).toEqual([[2, ['a', 'x'.repeat(100)]]]);
  });
});

function rendered(value: string, quoted: boolean, delimiter: string): string {
  const must = /["\r\n]/.test(value) || value.includes(delimiter) || value === '';
  return quoted || must ? `"${value.replaceAll('"', '""')}"` : value;
}
