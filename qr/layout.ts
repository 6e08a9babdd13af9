/** Where everything stands on a label, in modules: symbol and quiet zone on top, lines of text below, never inside. */

/** Light modules around every symbol (ISO/IEC 18004 section 5.3.8). */
export const QUIET_ZONE_MODULES = 4;

export interface TextLine {
  text: string;
  fontModules: number;
  /** From the top of the label to the baseline. */
  baselineModules: number;
}

export interface Layout {
  widthModules: number;
  heightModules: number;
  lines: readonly TextLine[];
}

const LINE_HEIGHT = 1.5;
const BASELINE = 1.05;
const LONGEST_LINE = 64;
const FONT_MODULES = { caption: 4, orderNo: 3 };

/** Lays the caption and the order number below a symbol; an empty text takes no room, a long one shrinks to fit. */
export function layoutOf(modules: number, texts: { caption: string; orderNo: string }): Layout {
  const widthModules = modules + 2 * QUIET_ZONE_MODULES;
  const lines: TextLine[] = [];
  let top = widthModules;
  for (const part of ['caption', 'orderNo'] as const) {
    const text = drawable(texts[part]);
    if (text === '') continue;
    const fontModules = Math.min(FONT_MODULES[part], (widthModules - 2) / widthEm(text));
    lines.push({ text, fontModules, baselineModules: top + fontModules * BASELINE });
    top += fontModules * LINE_HEIGHT;
  }
  return { widthModules, heightModules: Math.ceil(top), lines };
}

/** Without control, format and broken characters: XML forbids some, and others could disguise an order number. */
export function drawable(text: string): string {
  const letters = [...text.replace(/[\p{Cc}\p{Cf}\p{Cs}\uFFFE\uFFFF]/gu, '').trim()];
  return letters.length <= LONGEST_LINE
    ? letters.join('')
    : `${letters.slice(0, LONGEST_LINE - 1).join('')}…`;
}

/** An upper bound of the text's width, so that one layout holds for every font. */
export function widthEm(text: string): number {
  let em = 0;
  for (const letter of text) em += /[MW@%&mw]|[^ -~]/u.test(letter) ? 1 : 0.75;
  return em;
}
