/** Labels as ZPL II: everything is a bitmap, so that any printer prints the very symbol that was checked, and Chinese. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { createCanvas } from '@napi-rs/canvas';
import type { Label, LabelLine } from './label.js';
import type { Logo } from './logo.js';
import type { Matrix } from './matrix.js';
import { canvasFont } from './paper-font.js';

/** One bit a dot, 1 is ink; every row begins with a new byte. */
interface Bitmap {
  width: number;
  height: number;
  rowBytes: number;
  bits: Uint8Array;
}

/** One label as a format of its own, printed so many times. */
export function zplOf(label: Label, copies: number, logo?: Logo): string {
  const { widthDots, heightDots, symbol, matrix, lines } = label;
  return [
    '^XA',
    `^PW${widthDots}^LL${heightDots}^LH0,0`,
    field(symbol.x, symbol.y, symbolBits(matrix, symbol.moduleDots)),
    ...(label.logo && logo ? [field(label.logo.x, label.logo.y, logoBits(label.logo, logo))] : []),
    ...lines.map((line) => {
      const { left, top, bitmap } = lineBits(line, widthDots);
      return field(left, top, bitmap);
    }),
    `^PQ${copies}`,
    '^XZ',
    '',
  ].join('\n');
}

function field(x: number, y: number, { height, rowBytes, bits }: Bitmap): string {
  return `^FO${x},${y}^GFA,${bits.length},${rowBytes * height},${rowBytes},${compressed(bits, rowBytes)}^FS`;
}

const blank = (width: number, height: number): Bitmap => {
  const rowBytes = Math.ceil(width / 8);
  return { width, height, rowBytes, bits: new Uint8Array(rowBytes * height) };
};

function ink({ bits, rowBytes }: Bitmap, x: number, y: number): void {
  const at = y * rowBytes + (x >> 3);
  bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
}

function symbolBits({ modules, dark }: Matrix, moduleDots: number): Bitmap {
  const bitmap = blank(modules * moduleDots, modules * moduleDots);
  const { rowBytes, bits } = bitmap;
  for (let row = 0; row < modules; row++) {
    const top = row * moduleDots;
    for (let x = 0; x < bitmap.width; x++)
      if (dark[row * modules + Math.floor(x / moduleDots)] === 1) ink(bitmap, x, top);
    for (let y = top + 1; y < top + moduleDots; y++)
      bits.copyWithin(y * rowBytes, top * rowBytes, (top + 1) * rowBytes);
  }
  return bitmap;
}

let slateKept: SKRSContext2D | undefined;

/** One canvas for all lines, wiped: thousands of them would fill the memory before they are collected. */
function slate(width: number, height: number): SKRSContext2D {
  const { canvas } = slateKept ?? { canvas: { width: 0, height: 0 } };
  if (!slateKept || canvas.width < width || canvas.height < height)
    slateKept = createCanvas(Math.max(width, canvas.width), Math.max(height, canvas.height)).getContext('2d');
  slateKept.clearRect(0, 0, slateKept.canvas.width, slateKept.canvas.height);
  return slateKept;
}

/** A line of text with the room its letters take above and below the baseline. */
function lineBits({ text, fontDots, x, baseline }: LabelLine, widthDots: number) {
  const [above, below] = [Math.ceil(fontDots * 1.05), Math.ceil(fontDots * 0.3)];
  const context = slate(widthDots, above + below);
  context.fillStyle = '#000';
  context.textAlign = 'center';
  context.font = `${fontDots}px "${canvasFont()}"`;
  context.fillText(text, x, above);
  const width = Math.min(widthDots, Math.ceil(context.measureText(text).width) + 2);
  const left = Math.max(0, Math.min(widthDots - width, Math.floor(x - width / 2)));
  const { data } = context.getImageData(left, 0, width, above + below);
  const bitmap = blank(width, above + below);
  for (let at = 0; at < width * bitmap.height; at++)
    if ((data[at * 4 + 3] ?? 0) > 127) ink(bitmap, at % width, Math.floor(at / width));
  return { left, top: Math.max(0, baseline - above), bitmap };
}

function logoBits({ width, height }: { width: number; height: number }, { image }: Logo): Bitmap {
  const context = createCanvas(width, height).getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const bitmap = blank(width, height);
  for (let at = 0; at < width * height; at++) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at * 4, at * 4 + 3);
    if (red + green + blue < 3 * 128) ink(bitmap, at % width, Math.floor(at / width));
  }
  return bitmap;
}

/** Hexadecimal with Zebra's runs: `,` and `!` fill a row, `:` repeats the row above, `G`–`z` count a digit. */
function compressed(bits: Uint8Array, rowBytes: number): string {
  const rows: string[] = [];
  let before: string | undefined;
  for (let at = 0; at < bits.length; at += rowBytes) {
    const row = Buffer.from(bits.buffer, bits.byteOffset + at, rowBytes)
      .toString('hex')
      .toUpperCase();
    rows.push(row === before ? ':' : runs(row));
    before = row;
  }
  return rows.join('');
}

function runs(row: string): string {
  const end = row.replace(/0+$/, '');
  const filled = end.length < row.length ? ',' : '';
  return end.replace(/(.)\1+/g, (run, digit: string) => counted(run.length) + digit) + filled;
}

/** 20 to 400 as `g` to `z`, 1 to 19 as `G` to `Y`. */
function counted(times: number): string {
  if (times > 400 + 19) return counted(400) + counted(times - 400);
  const twenties = Math.floor(times / 20);
  const ones = times % 20;
  return (
    (twenties > 0 ? String.fromCharCode(0x66 + twenties) : '') +
    (ones > 0 ? String.fromCharCode(0x46 + ones) : '')
  );
}
