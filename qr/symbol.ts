/** The drawn symbol (P2.2.1–P2.2.3): plain black on white, quiet zone always, caption below. Never stored. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { createCanvas } from '@napi-rs/canvas';
import { DEFAULT_CAPTION } from './label.js';
import type { Layout } from './layout.js';
import { layoutOf, QUIET_ZONE_MODULES } from './layout.js';
import type { Ecc, Matrix } from './matrix.js';
import { matrixOf } from './matrix.js';

import { canvasFont } from './paper-font.js';

export type { Ecc } from './matrix.js';
export { matrixOf } from './matrix.js';

export type Medium = 'screen' | 'print';

/** Print at 300 dots per inch makes a module of 6 px 0.51 mm wide, with whole dots. */
export const MEDIA: Readonly<Record<Medium, Resolution>> = {
  screen: { ecc: 'M', modulePx: 8, dpi: 96 },
  print: { ecc: 'Q', modulePx: 6, dpi: 300 },
};

/** How a medium shows a symbol: its error correction, whole pixels or dots a module, and how many an inch has. */
export interface Resolution {
  ecc: Ecc;
  modulePx: number;
  dpi: number;
}

export interface Drawing {
  medium: Medium | Resolution;
  /** `DEFAULT_CAPTION` unless given; '' for none. */
  caption?: string;
  /** A second line for people to read. */
  orderNo?: string;
}

/** What was drawn: symbol version, modules per side, error correction, size with quiet zone and text. */
export interface SymbolSize {
  version: number;
  modules: number;
  ecc: Ecc;
  widthPx: number;
  heightPx: number;
}

/** The symbol as SVG: one path, and text in the reader's own fonts. */
export function drawSvg(text: string, drawing: Drawing): SymbolSize & { svg: string } {
  const { matrix, layout, size } = plan(text, drawing);
  const middle = layout.widthModules / 2;
  const lines = layout.lines.map(
    (line) =>
      `<text x="${middle}" y="${round(line.baselineModules)}" font-size="${round(line.fontModules)}">${escapeXml(line.text)}</text>`,
  );
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.widthPx}" height="${size.heightPx}"`,
    ` viewBox="0 0 ${layout.widthModules} ${layout.heightModules}" role="img">`,
    `<path fill="#fff" d="M0 0h${layout.widthModules}v${layout.heightModules}H0z"/>`,
    `<path fill="#000" shape-rendering="crispEdges" d="${pathOf(matrix)}"/>`,
    `<g fill="#000" text-anchor="middle" font-family="'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif">`,
    ...lines,
    '</g></svg>',
  ].join('');
  return { ...size, svg };
}

/** The symbol as PNG, with its resolution in it, so that a print keeps the module's width. */
export async function drawPng(text: string, drawing: Drawing): Promise<SymbolSize & { png: Buffer }> {
  const { matrix, layout, size } = plan(text, drawing);
  const { modulePx, dpi } = resolutionOf(drawing);
  const canvas = createCanvas(size.widthPx, size.heightPx);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size.widthPx, size.heightPx);
  context.fillStyle = '#000';
  for (const { row, from, to } of darkRuns(matrix)) {
    const [x, y] = [from + QUIET_ZONE_MODULES, row + QUIET_ZONE_MODULES];
    context.fillRect(x * modulePx, y * modulePx, (to - from) * modulePx, modulePx);
  }
  writeLines(context, layout, modulePx);
  return { ...size, png: await canvas.encode('png', { resolution: dpi }) };
}

const resolutionOf = ({ medium }: Drawing): Resolution =>
  typeof medium === 'string' ? MEDIA[medium] : medium;

function plan(text: string, drawing: Drawing): { matrix: Matrix; layout: Layout; size: SymbolSize } {
  const { ecc, modulePx } = resolutionOf(drawing);
  const matrix = matrixOf(text, ecc);
  const { version, modules } = matrix;
  const texts = { caption: drawing.caption ?? DEFAULT_CAPTION, orderNo: drawing.orderNo ?? '' };
  const layout = layoutOf(modules, texts);
  const widthPx = layout.widthModules * modulePx;
  const heightPx = layout.heightModules * modulePx;
  return { matrix, layout, size: { version, modules, ecc, widthPx, heightPx } };
}

/** Every stretch of dark modules, `from` included, `to` not. */
function* darkRuns({ modules, dark }: Matrix): Generator<{ row: number; from: number; to: number }> {
  for (let row = 0; row < modules; row++) {
    const cells = dark.subarray(row * modules, (row + 1) * modules);
    let from = cells.indexOf(1);
    while (from >= 0) {
      const end = cells.indexOf(0, from);
      const to = end < 0 ? modules : end;
      yield { row, from, to };
      from = cells.indexOf(1, to);
    }
  }
}

function pathOf(matrix: Matrix): string {
  let path = '';
  for (const { row, from, to } of darkRuns(matrix)) {
    const width = to - from;
    path += `M${from + QUIET_ZONE_MODULES} ${row + QUIET_ZONE_MODULES}h${width}v1h-${width}z`;
  }
  return path;
}

function writeLines(context: SKRSContext2D, layout: Layout, modulePx: number): void {
  if (layout.lines.length === 0) return;
  context.textAlign = 'center';
  for (const line of layout.lines) {
    context.font = `${line.fontModules * modulePx}px "${canvasFont()}"`;
    context.fillText(line.text, (layout.widthModules / 2) * modulePx, line.baselineModules * modulePx);
  }
}

function escapeXml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
