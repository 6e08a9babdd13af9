/** The media a code is printed on or shown at (P2.2.2): size of a module in whole dots, correction, texts, distance. */

import type { TokenProfile } from './form.js';
import { QUIET_ZONE_MODULES } from './layout.js';
import type { Ecc } from './matrix.js';

export const PRESET_NAMES = [
  'screen',
  'receipt_58mm',
  'receipt_80mm',
  'label_40x30mm',
  'label_60x40mm',
  'label_60x40mm_sealed',
  'a4_sheet',
  'poster',
] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

export interface Preset {
  profile: TokenProfile;
  ecc: Ecc;
  dpi: number;
  /** Whole dots a module: a fraction would make modules of different width. */
  moduleDots: number;
  /** What the medium can print on, in mm; `heightMm` is absent where the paper is a roll. */
  widthMm: number;
  heightMm?: number;
  caption: boolean;
  orderNo: boolean;
  /** Where the texts stand, and where the company's logo does: never inside the symbol or its quiet zone. */
  texts: 'below' | 'beside';
  logo: 'above' | 'right';
  /** Whether a label printer takes it. */
  thermal: boolean;
  /** Labels a sheet, left to right and top to bottom; one where absent. */
  sheet?: { columns: number; rows: number };
}

/** Thermal printers have 203 dots an inch: 8 dots are 1 mm. A module is never below 0.5 mm on paper. */
export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  screen: {
    profile: 'short',
    ecc: 'M',
    dpi: 96,
    moduleDots: 8,
    widthMm: 100,
    caption: true,
    orderNo: true,
    texts: 'below',
    logo: 'above',
    thermal: false,
  },
  receipt_58mm: {
    profile: 'short',
    ecc: 'Q',
    dpi: 203,
    moduleDots: 6,
    widthMm: 48,
    caption: true,
    orderNo: true,
    texts: 'below',
    logo: 'above',
    thermal: true,
  },
  receipt_80mm: {
    profile: 'sealed',
    ecc: 'Q',
    dpi: 203,
    moduleDots: 8,
    widthMm: 72,
    caption: true,
    orderNo: true,
    texts: 'below',
    logo: 'above',
    thermal: true,
  },
  label_40x30mm: {
    profile: 'short',
    ecc: 'Q',
    dpi: 203,
    moduleDots: 4,
    widthMm: 40,
    heightMm: 30,
    caption: false,
    orderNo: true,
    texts: 'below',
    logo: 'right',
    thermal: true,
  },
  label_60x40mm: {
    profile: 'short',
    ecc: 'Q',
    dpi: 203,
    moduleDots: 6,
    widthMm: 60,
    heightMm: 40,
    caption: true,
    orderNo: true,
    texts: 'beside',
    logo: 'right',
    thermal: true,
  },
  /** For phones that scan without the house: they verify a sealed code by themselves, and nothing of a short one. */
  label_60x40mm_sealed: {
    profile: 'sealed',
    ecc: 'Q',
    dpi: 203,
    moduleDots: 4,
    widthMm: 60,
    heightMm: 40,
    caption: true,
    orderNo: true,
    texts: 'beside',
    logo: 'right',
    thermal: true,
  },
  a4_sheet: {
    profile: 'short',
    ecc: 'Q',
    dpi: 300,
    moduleDots: 7,
    widthMm: 70,
    heightMm: 37,
    caption: true,
    orderNo: true,
    texts: 'beside',
    logo: 'right',
    thermal: false,
    sheet: { columns: 3, rows: 8 },
  },
  poster: {
    profile: 'sealed',
    ecc: 'Q',
    dpi: 150,
    moduleDots: 24,
    widthMm: 297,
    heightMm: 420,
    caption: true,
    orderNo: true,
    texts: 'below',
    logo: 'above',
    thermal: false,
  },
};

/** The presets whose labels carry codes of a profile. */
export const presetsIn = (profile: TokenProfile): PresetName[] =>
  PRESET_NAMES.filter((name) => PRESETS[name].profile === profile);

/** What a label can be had as. */
export const FORMATS = ['svg', 'png', 'pdf', 'zpl'] as const;
export type Format = (typeof FORMATS)[number];

/** Those that are printed on paper, by the roll, the sheet or the page. */
export const BATCH_PRESETS = [
  'receipt_58mm',
  'receipt_80mm',
  'label_40x30mm',
  'label_60x40mm',
  'label_60x40mm_sealed',
  'a4_sheet',
  'poster',
] as const satisfies readonly PresetName[];

/** The preset of a name that was stored; an unknown one is a bug. */
export function presetNamed(name: string): PresetName {
  const found = PRESET_NAMES.find((known) => known === name);
  if (!found) throw new Error(`no preset ${name}`);
  return found;
}

/** Label printers alone speak ZPL, and a screen needs no paper. */
export function takes({ thermal }: Preset, format: Format): boolean {
  return format !== 'zpl' || thermal;
}

export const MM_PER_INCH = 25.4;
/** A scanner reads from about ten times the symbol's width, and needs to stand back at least its own width. */
const DISTANCE_PER_WIDTH = 10;

export interface PrintedSize {
  moduleMm: number;
  /** Side of the symbol without and with its quiet zone. */
  symbolMm: number;
  withQuietZoneMm: number;
  /** The farthest a phone reads it from, by the rule of ten widths. */
  readFromMm: number;
}

export const dotsOf = ({ dpi }: Preset, mm: number): number => Math.round((mm * dpi) / MM_PER_INCH);

/** What a symbol of so many modules a side measures on the preset's medium. */
export function printedSize({ dpi, moduleDots }: Preset, modules: number): PrintedSize {
  const moduleMm = (moduleDots * MM_PER_INCH) / dpi;
  const symbolMm = modules * moduleMm;
  return {
    moduleMm,
    symbolMm,
    withQuietZoneMm: (modules + 2 * QUIET_ZONE_MODULES) * moduleMm,
    readFromMm: symbolMm * DISTANCE_PER_WIDTH,
  };
}
