/** One label of a preset (P2.2.2), laid out in whole dots: symbol with its quiet zone, texts and logo around it, never inside. */
import { drawable, QUIET_ZONE_MODULES, widthEm } from './layout.js';
import type { Matrix } from './matrix.js';
import { matrixOf } from './matrix.js';
import { dotsOf, PRESETS, type Preset, type PresetName } from './presets.js';

export interface LabelTexts {
  orderNo: string;
  /** `DEFAULT_CAPTION` unless given. */
  caption?: string;
}

export interface Label {
  preset: PresetName;
  dpi: number;
  widthDots: number;
  heightDots: number;
  matrix: Matrix;
  /** The left upper corner of the symbol itself; the quiet zone lies around it. */
  symbol: { x: number; y: number; moduleDots: number };
  lines: readonly LabelLine[];
  logo?: LogoPlace;
}

/** Centred on `x`. */
export interface LabelLine {
  text: string;
  fontDots: number;
  x: number;
  baseline: number;
}

export interface LogoPlace {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A code that cannot be printed so small: its host makes the symbol too large for the medium. */
export class SymbolTooLarge extends Error {
  override readonly name = 'SymbolTooLarge';
}

export const DEFAULT_CAPTION = '订单二维码';
const MARGIN_MM = 1;
/** Letters people read at arm's length, and no narrower module than a thermal head and a phone agree on. */
const FONT_MM = { caption: 4, orderNo: 3.2 };
/** On a large medium texts grow with the symbol, so that they are read from as far. */
const FONT_OF_SYMBOL = { caption: 0.06, orderNo: 0.045 };
const LEAST_MODULE_MM = 0.33;
const LINE_HEIGHT = 1.3;
const MOST_LINES = 3;
/** Of the width on top of a symbol, and of the symbol's height. */
const LOGO_ABOVE = 0.12;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Lays a text out as a label; `logo` is the company's, in its own pixels. Throws `SymbolTooLarge`. */
export function planLabel(
  text: string,
  name: PresetName,
  { logo, ...texts }: LabelTexts & { logo?: { width: number; height: number } | undefined },
): Label {
  const preset = PRESETS[name];
  const matrix = matrixOf(text, preset.ecc);
  const moduleDots = fitting(preset, matrix.modules);
  const side = (matrix.modules + 2 * QUIET_ZONE_MODULES) * moduleDots;
  const widthDots = dotsOf(preset, preset.widthMm);
  const given = { preset, side, widthDots, logo, texts: textsOf(preset, side, texts) };
  const placed = preset.texts === 'beside' ? besides(given) : stacked(given);
  const quiet = QUIET_ZONE_MODULES * moduleDots;
  const { corner, lines, heightDots } = placed;
  return {
    ...{ preset: name, dpi: preset.dpi, matrix, widthDots, heightDots, lines },
    symbol: { x: corner.x + quiet, y: corner.y + quiet, moduleDots },
    ...(placed.logo && { logo: placed.logo }),
  };
}

/** The preset's module, or the widest below it that fits the medium. */
function fitting(preset: Preset, modules: number): number {
  const room = dotsOf(preset, Math.min(preset.widthMm, preset.heightMm ?? Number.POSITIVE_INFINITY));
  for (let dots = preset.moduleDots; dots >= dotsOf(preset, LEAST_MODULE_MM); dots--)
    if ((modules + 2 * QUIET_ZONE_MODULES) * dots <= room) return dots;
  throw new SymbolTooLarge('symbol_too_large');
}

interface Given {
  preset: Preset;
  /** Of the symbol with its quiet zone. */
  side: number;
  widthDots: number;
  logo: { width: number; height: number } | undefined;
  texts: readonly { text: string; fontDots: number }[];
}

interface Placed {
  corner: { x: number; y: number };
  lines: LabelLine[];
  logo?: LogoPlace;
  heightDots: number;
}

function textsOf(preset: Preset, side: number, { orderNo, caption }: LabelTexts): Given['texts'] {
  const of = (part: 'caption' | 'orderNo', text: string) => ({
    text: preset[part] ? drawable(text) : '',
    fontDots: Math.max(dotsOf(preset, FONT_MM[part]), Math.round(side * FONT_OF_SYMBOL[part])),
  });
  return [of('caption', caption ?? DEFAULT_CAPTION), of('orderNo', orderNo)].filter(
    ({ text }) => text !== '',
  );
}

/** Logo, symbol and texts below each other; what is left over of a fixed height goes above and below. */
function stacked({ preset, side, widthDots, logo, texts }: Given): Placed {
  const margin = dotsOf(preset, MARGIN_MM);
  const right = logo !== undefined && preset.logo === 'right';
  const above = logo !== undefined && !right ? Math.round(side * LOGO_ABOVE) : 0;
  const height = preset.heightMm === undefined ? undefined : dotsOf(preset, preset.heightMm);
  const left = height === undefined ? Number.POSITIVE_INFINITY : Math.max(0, height - side - above);
  const body = written(texts, { x: 0, y: 0, width: widthDots - 2 * margin, height: left });
  const heightDots = height ?? above + side + body.height + margin;
  const top = Math.max(0, Math.floor((heightDots - above - side - body.height) / 2));
  const corner = { x: right ? 0 : Math.floor((widthDots - side) / 2), y: top + above };
  const beside = { x: side, y: corner.y, width: widthDots - side - margin, height: side };
  const over = { x: margin, y: top + margin, width: widthDots - 2 * margin, height: above - margin };
  return {
    corner,
    heightDots,
    lines: body.at(widthDots / 2, corner.y + side),
    ...(logo && { logo: within(right ? beside : over, logo) }),
  };
}

/** The symbol on the left, the logo and the texts in a column on its right. */
function besides({ preset, side, widthDots, logo, texts }: Given): Placed {
  const margin = dotsOf(preset, MARGIN_MM);
  const heightDots = preset.heightMm === undefined ? side : dotsOf(preset, preset.heightMm);
  const corner = { x: 0, y: Math.floor((heightDots - side) / 2) };
  const width = widthDots - side - margin;
  const logoHeight = logo ? Math.floor(heightDots / 3) : 0;
  const body = written(texts, { x: 0, y: 0, width, height: heightDots - logoHeight - 2 * margin });
  const top = Math.floor((heightDots - logoHeight - body.height) / 2);
  return {
    corner,
    heightDots,
    lines: body.at(side + width / 2, top + logoHeight),
    ...(logo && { logo: within({ x: side, y: top, width, height: logoHeight - margin }, logo) }),
  };
}

/** Lines that fit a box: a long text is broken, then made smaller. */
function written(
  texts: Given['texts'],
  box: Box,
): { height: number; at: (middle: number, top: number) => LabelLine[] } {
  const lines = texts.flatMap(({ text, fontDots }) => {
    const parts = broken(text, Math.min(MOST_LINES, Math.ceil((widthEm(text) * fontDots) / box.width)));
    const widest = Math.max(...parts.map(widthEm));
    return parts.map((part) => ({ text: part, fontDots: Math.min(fontDots, box.width / widest) }));
  });
  const wanted = lines.reduce((sum, { fontDots }) => sum + fontDots * LINE_HEIGHT, 0);
  const scale = Math.min(1, box.height / Math.max(1, wanted));
  const at = (middle: number, top: number) => {
    let y = top;
    return lines.map(({ text, fontDots }) => {
      const size = Math.floor(fontDots * scale);
      const baseline = Math.round(y + size);
      y += fontDots * scale * LINE_HEIGHT;
      return { text, fontDots: size, x: middle, baseline };
    });
  };
  return { height: Math.ceil(wanted * scale), at };
}

/** A text in so many parts of about one length; an order number breaks after its own signs where it can. */
function broken(text: string, parts: number): string[] {
  const letters = [...text];
  if (parts <= 1) return [text];
  const length = Math.ceil(letters.length / parts);
  const sign = letters.findIndex(
    (letter, at) => /[-/._]/.test(letter) && at + 1 >= length - 2 && at + 1 <= length + 1,
  );
  const cut = sign < 0 ? length : sign + 1;
  return [letters.slice(0, cut).join(''), ...broken(letters.slice(cut).join(''), parts - 1)].filter(
    (part) => part !== '',
  );
}

/** As large as a box allows, its proportions kept, in the middle of it. */
function within(box: Box, logo: { width: number; height: number }): LogoPlace {
  const scale = Math.min(box.width / logo.width, box.height / logo.height);
  const [width, height] = [Math.floor(logo.width * scale), Math.floor(logo.height * scale)];
  return {
    x: Math.round(box.x + (box.width - width) / 2),
    y: Math.round(box.y + (box.height - height) / 2),
    width,
    height,
  };
}
