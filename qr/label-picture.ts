/** A label as SVG and as PNG: the same dots as on paper. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { createCanvas } from '@napi-rs/canvas';
import type { Label } from './label.js';
import type { Logo } from './logo.js';
import { outlinesOf } from './outline.js';
import { canvasFont } from './paper-font.js';
import { MM_PER_INCH } from './presets.js';

/** The label as SVG, as large as it is printed. */
export function labelSvg(label: Label, logo?: Logo): string {
  const { widthDots, heightDots, dpi, symbol, lines } = label;
  const mm = (dots: number) => `${Math.round((dots * MM_PER_INCH * 1000) / dpi) / 1000}mm`;
  const { x, y, moduleDots } = symbol;
  const written = lines.map(
    (line) =>
      `<text x="${line.x}" y="${line.baseline}" font-size="${line.fontDots}">${escaped(line.text)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${mm(widthDots)}" height="${mm(heightDots)}"`,
    ` viewBox="0 0 ${widthDots} ${heightDots}" role="img">`,
    `<path fill="#fff" d="M0 0h${widthDots}v${heightDots}H0z"/>`,
    `<path fill="#000" fill-rule="evenodd" shape-rendering="crispEdges"`,
    ` transform="translate(${x} ${y}) scale(${moduleDots})" d="${pathOf(label)}"/>`,
    ...(label.logo && logo ? [imageOf(label.logo, logo)] : []),
    `<g fill="#000" text-anchor="middle" font-family="'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif">`,
    ...written,
    '</g></svg>',
  ].join('');
}

/** The label as PNG at its resolution, so that a print keeps the module's width. */
export async function labelPng(label: Label, logo?: Logo): Promise<Buffer> {
  return inked(label, logo).canvas.encode('png', { resolution: label.dpi });
}

function inked(label: Label, logo?: Logo): SKRSContext2D {
  const { widthDots, heightDots, lines } = label;
  const context = createCanvas(widthDots, heightDots).getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, widthDots, heightDots);
  context.fillStyle = '#000';
  inkSymbol(context, label);
  if (label.logo && logo) {
    const { x, y, width, height } = label.logo;
    context.drawImage(logo.image, x, y, width, height);
  }
  context.textAlign = 'center';
  for (const { text, fontDots, x, baseline } of lines) {
    context.font = `${fontDots}px "${canvasFont()}"`;
    context.fillText(text, x, baseline);
  }
  return context;
}

function inkSymbol(context: SKRSContext2D, { matrix, symbol }: Label): void {
  const { x, y, moduleDots } = symbol;
  const { modules, dark } = matrix;
  for (let row = 0; row < modules; row++)
    for (let column = 0; column < modules; column++)
      if (dark[row * modules + column] === 1)
        context.fillRect(x + column * moduleDots, y + row * moduleDots, moduleDots, moduleDots);
}

function pathOf({ matrix }: Label): string {
  return outlinesOf(matrix)
    .map((loop) => `M${loop.map(([column, row]) => `${column} ${row}`).join('L')}z`)
    .join('');
}

function imageOf({ x, y, width, height }: NonNullable<Label['logo']>, { png }: Logo): string {
  return `<image x="${x}" y="${y}" width="${width}" height="${height}" href="data:image/png;base64,${png.toString('base64')}"/>`;
}

function escaped(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
