import { describe, expect, test } from '@jest/globals';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import qrcode from 'qrcode';
import { decodePng } from '../../qr/check.js';
import type { Medium } from '../../qr/symbol.js';
import { drawPng, drawSvg, MEDIA, matrixOf } from '../../qr/symbol.js';
import { aTable, aToken, PROFILES } from './a-token.js';

const table = aTable();
const MEDIUMS: readonly Medium[] = ['screen', 'print'];

/** Dark pixels of a picture as a set of flags, row by row. */
async function inkOf(image: Buffer) {
  const picture = await loadImage(image);
  const { width, height } = picture;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, isWhite: (x: number, y: number) => data[(y * width + x) * 4] === 255, context };
}

describe('a symbol', () => {
  test('keeps to its version with a host of 20 characters', () => {
    const versions = (profile: 'short' | 'sealed', ecc: 'M' | 'Q') =>
      new Set(Array.from({ length: 40 }, () => matrixOf(aToken(table, profile), ecc).version));
    expect(versions('short', 'M')).toEqual(new Set([4]));
    expect(versions('short', 'Q')).toEqual(new Set([6]));
    expect(versions('sealed', 'M')).toEqual(new Set([9]));
    expect(versions('sealed', 'Q')).toEqual(new Set([11]));
  });

  test('would leave version 4 with one more byte of MAC', () => {
    const text = aToken(table, 'short');
    expect(matrixOf(text, 'M').version).toBe(4);
    expect(matrixOf(`${text}AA`, 'M').version).toBe(5);
  });

  test('is never larger than the encoder on its own would make it', () => {
    for (const text of PROFILES.flatMap((profile) =>
      Array.from({ length: 20 }, () => aToken(table, profile)),
    )) {
      const own = qrcode.create(text, { errorCorrectionLevel: 'M' }).version;
      expect(matrixOf(text, 'M').version).toBeLessThanOrEqual(own);
      const lower = text.toLowerCase();
      expect(matrixOf(lower, 'M').version).toBeGreaterThan(own);
    }
  });

  test('has 17 + 4 × version modules a side, with dark finder corners', () => {
    const { version, modules, dark } = matrixOf(aToken(table, 'short'), 'M');
    expect(modules).toBe(17 + 4 * version);
    expect(dark).toHaveLength(modules ** 2);
    expect([dark[0], dark[modules - 1], dark[modules * (modules - 1)]]).toEqual([1, 1, 1]);
  });
});

describe.each(PROFILES)('the picture of a %s token', (profile) => {
  test.each(MEDIUMS)('decodes from PNG for %s, with caption and order number', async (medium) => {
    const text = aToken(table, profile);
    const { png, version, modules, ecc } = await drawPng(text, { medium, orderNo: 'SO-2026-000123' });
    expect(await decodePng(png)).toMatchObject({ text, version, ecc: MEDIA[medium].ecc });
    expect({ ecc, modules }).toEqual({ ecc: MEDIA[medium].ecc, modules: 17 + 4 * version });
  });

  test.each(MEDIUMS)('decodes from SVG for %s, drawn by another renderer', async (medium) => {
    const text = aToken(table, profile);
    const { svg, widthPx, heightPx } = drawSvg(text, { medium, orderNo: 'SO-2026-000123' });
    const { context, width, height } = await inkOf(Buffer.from(svg));
    expect({ width, height }).toEqual({ width: widthPx, height: heightPx });
    expect(await decodePng(context.canvas.toBuffer('image/png'))).toMatchObject({ text });
  });

  test('is the same in SVG as in PNG, pixel by pixel', async () => {
    const text = aToken(table, profile);
    const drawing = { medium: 'screen', caption: '' } as const;
    const fromPng = await inkOf((await drawPng(text, drawing)).png);
    const fromSvg = await inkOf(Buffer.from(drawSvg(text, drawing).svg));
    const pixels = ({ context, width, height }: typeof fromPng) =>
      Buffer.from(context.getImageData(0, 0, width, height).data);
    expect(pixels(fromSvg).equals(pixels(fromPng))).toBe(true);
  });
});

describe('a label', () => {
  const text = aToken(table, 'short');

  test('keeps four light modules around the symbol and writes only below them', async () => {
    for (const medium of MEDIUMS) {
      const { modulePx } = MEDIA[medium];
      const { png, modules, widthPx } = await drawPng(text, {
        medium,
        orderNo: 'Äg-1',
        caption: '订单二维码Äg',
      });
      const { isWhite, height } = await inkOf(png);
      const [near, far] = [4 * modulePx, (4 + modules) * modulePx];
      const dirt: string[] = [];
      for (let y = 0; y < widthPx; y++) {
        for (let x = 0; x < widthPx; x++) {
          const inside = x >= near && x < far && y >= near && y < far;
          if (!inside && !isWhite(x, y)) dirt.push(`${x},${y}`);
        }
      }
      expect(dirt).toEqual([]);
      expect(isWhite(near, near)).toBe(false);
      const below = Array.from({ length: height - widthPx }, (_, row) => row + widthPx);
      expect(below.some((y) => Array.from({ length: widthPx }).some((_, x) => !isWhite(x, y)))).toBe(true);
      expect(Array.from({ length: widthPx }).every((_, x) => isWhite(x, height - 1))).toBe(true);
    }
  });

  test('is captioned 订单二维码 unless told otherwise, and may be bare', async () => {
    expect(drawSvg(text, { medium: 'screen' }).svg).toContain('>订单二维码</text>');
    expect(drawSvg(text, { medium: 'screen', caption: '取货码' }).svg).not.toContain('订单二维码');
    const bare = drawSvg(text, { medium: 'screen', caption: '' });
    expect(bare.svg).not.toContain('<text');
    expect(bare.heightPx).toBe(bare.widthPx);
    const { png, heightPx, widthPx } = await drawPng(text, { medium: 'screen', caption: '' });
    expect(heightPx).toBe(widthPx);
    expect(await decodePng(png)).toMatchObject({ text });
  });

  test('escapes what it writes and leaves out what XML or an eye cannot take', () => {
    const { svg } = drawSvg(text, {
      medium: 'screen',
      orderNo: '</text><script>&"\'\0\u001b\ud800\u202e\uffff',
    });
    expect(svg).toContain('>&lt;/text&gt;&lt;script&gt;&amp;&quot;&#39;</text>');
    expect(svg).not.toContain('<script');
  });

  test('shrinks a long line to its width and cuts an endless one', async () => {
    const { widthPx } = drawSvg(text, { medium: 'screen' });
    const { png, svg } = {
      ...(await drawPng(text, { medium: 'screen', caption: 'W'.repeat(60) })),
      ...drawSvg(text, { medium: 'screen', caption: '码'.repeat(1_000_000) }),
    };
    const { isWhite, height } = await inkOf(png);
    for (let y = widthPx; y < height; y++) expect(isWhite(0, y) && isWhite(widthPx - 1, y)).toBe(true);
    expect(svg).toContain(`${'码'.repeat(63)}…</text>`);
  });

  test('never carries the token as readable text', () => {
    expect(drawSvg(text, { medium: 'screen' }).svg).not.toContain(text.slice(-20));
  });
});
