/** The modules of a symbol, from the encoder; segments are chosen so that a token takes the smallest version. */

import type { QRCodeSegment } from 'qrcode';
import qrcode from 'qrcode';

/** Error correction of ISO/IEC 18004: M restores about 15 % of a symbol, Q about 25 %. */
export type Ecc = 'L' | 'M' | 'Q' | 'H';

export interface Matrix {
  /** 1 to 40. */
  version: number;
  /** Modules per side, 17 + 4 × version. */
  modules: number;
  ecc: Ecc;
  /** Row by row, 1 is dark. */
  dark: Uint8Array;
  /** 1 where a module says nothing of the text: finders, timing, alignment, format and version. */
  fixed: Uint8Array;
}

const ALPHANUMERIC_AROUND_HASH = /^([0-9A-Z $%*+\-./:]+)#([0-9A-Z $%*+\-./:]+)$/;

/** The symbol of a text; throws when no version holds it. */
export function matrixOf(text: string, ecc: Ecc): Matrix {
  const code = qrcode.create(segmentsOf(text), { errorCorrectionLevel: ecc });
  const { size, data, reservedBit } = code.modules;
  const [dark, fixed] = [Uint8Array.from(data), Uint8Array.from(reservedBit)];
  return { version: code.version, modules: size, ecc, dark, fixed };
}

/** '#' is the one character of a token outside the alphanumeric set: it costs a byte segment of 20 bits. */
function segmentsOf(text: string): string | QRCodeSegment[] {
  const [, link, payload] = ALPHANUMERIC_AROUND_HASH.exec(text) ?? [];
  if (link === undefined || payload === undefined) return text;
  return [
    { mode: 'alphanumeric', data: link },
    { mode: 'byte', data: Buffer.from('#') },
    { mode: 'alphanumeric', data: payload },
  ];
}
