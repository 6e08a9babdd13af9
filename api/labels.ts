import { type CodeRow, liveCode } from '../db/codes.js';
import { linesOf } from '../db/orders.js';
import type { Db } from '../db/sql.js';
import { Refusal } from '../domain/refusal.js';
import { type CodedOrder, textAs } from '../qr/code-text.js';
import { type Label, planLabel, SymbolTooLarge } from '../qr/label.js';
import { labelPng, labelSvg } from '../qr/label-picture.js';
import { pdfBytes } from '../qr/pdf.js';
import { type Format, PRESETS, type PresetName, takes } from '../qr/presets.js';
import type { TokenProfile } from '../qr/token.js';
import { zplOf } from '../qr/zpl.js';
import type { ApiDeps } from './deps.js';
import { knownOrder } from './routes/orders.js';
import { customerOf } from './sealing.js';

/** The live code of an order, and its text in any profile, written again from its row. */
export interface CodeInForce {
  orderNo: string;
  orderId: string;
  code: CodeRow;
  textIn: (profile: TokenProfile) => string;
}

/** Refuses where nothing is live. */
export async function codeInForce(deps: ApiDeps, db: Db, orderNo: string): Promise<CodeInForce> {
  const order = await knownOrder(db, orderNo);
  const code = await liveCode(db, order.id);
  if (!code) throw new Refusal('code_not_issued');
  const customer = await customerOf(deps, db, order);
  const lines = await linesOf(db, order.id);
  const coded: CodedOrder = { ...order, customerRef: customer?.ref ?? '', lines };
  const textIn = (profile: TokenProfile) =>
    textAs(profile, deps.tokenKeys, deps.codeHost, { code, order: coded });
  return { orderNo, orderId: order.id, code, textIn };
}

/** The label of a code, or a refusal where it cannot be drawn so. */
export function labelOf(deps: ApiDeps, held: CodeInForce, preset: PresetName, format: Format): Label {
  if (!takes(PRESETS[preset], format)) throw new Refusal('format_not_for_preset', { preset, format });
  try {
    const { orderNo } = held;
    return planLabel(held.textIn(PRESETS[preset].profile), preset, { orderNo, logo: deps.logo });
  } catch (error) {
    if (error instanceof SymbolTooLarge) throw new Refusal('label_too_small', { preset });
    throw error;
  }
}

/** The file of one label; a PDF holds every copy, a label printer counts them itself. */
export async function drawnLabel(
  { logo }: ApiDeps,
  label: Label,
  format: Format,
  copies = 1,
): Promise<string | Buffer> {
  switch (format) {
    case 'svg':
      return labelSvg(label, logo);
    case 'png':
      return labelPng(label, logo);
    case 'pdf':
      return pdfBytes(Array<Label>(copies).fill(label), label.preset, logo);
    case 'zpl':
      return zplOf(label, copies, logo);
  }
}
