/** A keyboard-wedge scanner types faster than any person and ends with Enter: that is how it is told from typing. */

export interface Stroke {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
}

/** Between two keys of a scanner; also how long a key may be held back before it counts as typed. */
export const GAP_MS = 100;
const LEAST = 8;

/** Reads key by key; answers with the text when Enter ends a scan. */
export function openWedge(): (stroke: Stroke, atMs: number) => string | undefined {
  let text = '';
  let lastMs = Number.NEGATIVE_INFINITY;
  return (stroke, atMs) => {
    if (stroke.key === 'Shift' || stroke.key === 'CapsLock') return undefined;
    const flowing = atMs - lastMs <= GAP_MS;
    lastMs = atMs;
    if (!flowing) text = '';
    if (isEnter(stroke)) {
      const scanned = text;
      text = '';
      return scanned.length >= LEAST ? scanned : undefined;
    }
    const letter = letterOf(stroke);
    text = letter === undefined ? '' : text + letter;
    return undefined;
  };
}

const isEnter = ({ key, code }: Stroke): boolean =>
  key === 'Enter' || code === 'Enter' || code === 'NumpadEnter';

/** What was meant: an input method swallows the letter or widens it, the physical key does not change. */
function letterOf(stroke: Stroke): string | undefined {
  if (stroke.ctrlKey || stroke.metaKey || stroke.altKey) return undefined;
  const swallowed = stroke.isComposing || stroke.key === 'Process' || stroke.key === 'Unidentified';
  if (!swallowed) return [...stroke.key].length === 1 ? plainOf(stroke.key) : undefined;
  const letter = /^Key([A-Z])$/.exec(stroke.code)?.[1];
  if (letter) return stroke.shiftKey ? letter : letter.toLowerCase();
  return KEYS[stroke.code]?.[stroke.shiftKey ? 1 : 0];
}

/** Full-width letters and the punctuation of Chinese input as they stand in a code. */
export const plainOf = (text: string): string =>
  text.normalize('NFKC').replaceAll('。', '.').replaceAll('、', '/').replaceAll('—', '-');

/** The keys of a US keyboard, which scanners imitate: plain and with shift. */
const KEYS: Readonly<Record<string, readonly [string, string]>> = {
  Digit0: ['0', ')'],
  Digit1: ['1', '!'],
  Digit2: ['2', '@'],
  Digit3: ['3', '#'],
  Digit4: ['4', '$'],
  Digit5: ['5', '%'],
  Digit6: ['6', '^'],
  Digit7: ['7', '&'],
  Digit8: ['8', '*'],
  Digit9: ['9', '('],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  Slash: ['/', '?'],
  Period: ['.', '>'],
  Comma: [',', '<'],
  Semicolon: [';', ':'],
};
