import { describe, expect, test } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import { decodePicture } from '../../qr/check.js';
import { type Label, planLabel, SymbolTooLarge } from '../../qr/label.js';
import { labelPng, labelSvg } from '../../qr/label-picture.js';
import { QUIET_ZONE_MODULES } from '../../qr/layout.js';
import { readLogo } from '../../qr/logo.js';
import { pdfBytes } from '../../qr/pdf.js';
import { MM_PER_INCH, PRESET_NAMES, PRESETS, type PresetName } from '../../qr/presets.js';
import { mintToken } from '../../qr/token.js';
import { zplOf } from '../../qr/zpl.js';
import { aTable, aToken } from './a-token.js';
import { pagesOfPdf, pictureOf, printedByZebra } from './paper.js';

const ORDER_NO = 'SO-2026-000123';
const table = aTable();
const textFor = (name: PresetName) => aToken(table, PRESETS[name].profile);
const mm = (label: Label, dots: number) => (dots * MM_PER_INCH) / label.dpi;

async function aLogo() {
  const canvas = createCanvas(120, 60);
  const context = canvas.getContext('2d');
  context.fillRect(0, 0, 120, 60);
  return readLogo(canvas.toBuffer('image/png'));
}

describe.each(PRESET_NAMES)('the label %s', (name) => {
  const text = textFor(name);
  const { widthMm, heightMm, moduleDots, sheet } = PRESETS[name];

  test('is read from PNG, SVG and PDF, drawn by other renderers at its resolution', async () => {
    const label = planLabel(text, name, { orderNo: ORDER_NO });
    expect(label.symbol.moduleDots).toBe(moduleDots);
    const pdf = await pdfBytes([label], name);
    const { pages } = await pagesOfPdf(pdf, label.dpi);
    const drawn = [
      await pictureOf(await labelPng(label)),
      await pictureOf(Buffer.from(labelSvg(label))),
      ...pages.map(({ picture }) => picture),
    ];
    for (const picture of drawn) expect(await decodePicture(picture)).toMatchObject({ text });
    expect(drawn).toHaveLength(3);
    expect(pdf.length).toBeLessThan(20 * 1024);
  });

  test('is as large as its medium says, and its PDF holds the order number as text', async () => {
    const label = planLabel(text, name, { orderNo: ORDER_NO });
    expect(mm(label, label.widthDots)).toBeCloseTo(widthMm, 0);
    if (heightMm !== undefined) expect(mm(label, label.heightDots)).toBeCloseTo(heightMm, 0);
    const [page] = (await pagesOfPdf(await pdfBytes([label], name), 72)).pages;
    expect(page?.text).toContain(ORDER_NO);
    expect(page?.widthMm).toBeCloseTo(sheet ? 210 : mm(label, label.widthDots), 1);
    expect(page?.heightMm).toBeCloseTo(sheet ? 297 : mm(label, label.heightDots), 1);
  });

  test('keeps texts and logo out of the quiet zone and on the paper', async () => {
    const logo = await aLogo();
    for (const orderNo of name === 'poster' ? [ORDER_NO] : ['A', 'W'.repeat(64)]) {
      const label = planLabel(text, name, { orderNo, logo });
      const { x, y } = label.symbol;
      const [quiet, side] = [
        QUIET_ZONE_MODULES * label.symbol.moduleDots,
        label.matrix.modules * label.symbol.moduleDots,
      ];
      const picture = await pictureOf(await labelPng(label, logo));
      const dirt = (left: number, top: number, right: number, bottom: number) => {
        let dark = 0;
        for (let row = top; row < bottom; row++)
          for (let column = left; column < right; column++)
            if ((picture.data[(row * picture.width + column) * 4] ?? 255) < 255) dark += 1;
        return dark;
      };
      expect(dirt(x - quiet, y - quiet, x + side + quiet, y)).toBe(0);
      expect(dirt(x - quiet, y + side, x + side + quiet, y + side + quiet)).toBe(0);
      expect(dirt(x - quiet, y, x, y + side) + dirt(x + side, y, x + side + quiet, y + side)).toBe(0);
      expect(dirt(x, y, x + side, y + side)).toBeGreaterThan(0);
      expect(await decodePicture(picture)).toMatchObject({ text });
      const { logo: place } = label;
      const area = place && place.width * place.height;
      expect(area).toBeGreaterThan(0);
      for (const line of label.lines) expect(line.baseline).toBeLessThanOrEqual(label.heightDots);
    }
  });
});

/** Dark dots of a picture. */
function inkOf({ data }: { data: Uint8ClampedArray }): number {
  let dark = 0;
  for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 128) dark += 1;
  return dark;
}

test.each(PRESET_NAMES.filter((name) => PRESETS[name].thermal))(
  'the ZPL of %s is read from what a label printer makes of it, and prints as much ink',
  async (name) => {
    const text = textFor(name);
    const label = planLabel(text, name, { orderNo: ORDER_NO });
    const zpl = zplOf(label, 3);
    const size = { width: PRESETS[name].widthMm, height: mm(label, label.heightDots) };
    const printed = await printedByZebra(zpl, size);
    expect(await decodePicture(printed)).toMatchObject({ text });
    expect(zpl).toContain('^PQ3\n');
    const drawn = inkOf(await pictureOf(await labelPng(label)));
    expect(inkOf(printed) / drawn).toBeGreaterThan(0.97);
    expect(inkOf(printed) / drawn).toBeLessThan(1.03);
  },
);

describe('labels', () => {
  test('fill a sheet from its first place, and go on to the next', async () => {
    const labels = Array.from({ length: 30 }, (_, at) =>
      planLabel(textFor('a4_sheet'), 'a4_sheet', { orderNo: `SO-${100 + at}` }),
    );
    const { count, pages } = await pagesOfPdf(await pdfBytes(labels, 'a4_sheet'), 72);
    expect(count).toBe(2);
    expect(pages.map(({ text }) => text.match(/SO-\d+/g)?.length)).toEqual([24, 6]);
  });

  test('take a narrower module when a long host makes the symbol larger, and refuse when none is wide enough', () => {
    const token = (host: string) =>
      mintToken(table, { profile: 'short', host, tokenId: Buffer.alloc(16, 7) }).text;
    const label = planLabel(token('q'.repeat(140)), 'label_40x30mm', { orderNo: ORDER_NO });
    expect(label.symbol.moduleDots).toBe(3);
    expect(() => planLabel(token('q'.repeat(400)), 'label_40x30mm', { orderNo: ORDER_NO })).toThrow(
      SymbolTooLarge,
    );
  });

  test('write a caption of any letters, and no mark-up', () => {
    const label = planLabel(textFor('screen'), 'screen', { orderNo: ORDER_NO, caption: '<b>取货码&"' });
    expect(labelSvg(label)).toContain('>&lt;b&gt;取货码&amp;&quot;</text>');
  });
});
