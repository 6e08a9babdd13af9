import { randomUUID } from 'node:crypto';
import { insertPrint } from '../../db/code-prints.js';
import { log } from '../../db/log.js';
import { Refusal } from '../../domain/refusal.js';
import {
  FORMATS,
  MM_PER_INCH,
  PRESET_NAMES,
  PRESETS,
  type PresetName,
  printedSize,
  takes,
} from '../../qr/presets.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import type { Act, Read } from '../handler.js';
import { type CodeInForce, codeInForce, drawnLabel, labelOf } from '../labels.js';

export const pdf: Read<Routes['drawCodePdf']> = async (deps, { params, query }) => {
  const label = labelOf(deps, await codeInForce(deps, deps.db, params.orderNo), query.preset, 'pdf');
  return { status: 200, file: await drawnLabel(deps, label, 'pdf', query.copies) };
};

export const zpl: Read<Routes['drawCodeZpl']> = async (deps, { params, query }) => {
  const label = labelOf(deps, await codeInForce(deps, deps.db, params.orderNo), query.preset, 'zpl');
  return { status: 200, file: await drawnLabel(deps, label, 'zpl', query.copies) };
};

export const list: Read<Routes['listLabels']> = async (deps, { params }) => {
  const held = await codeInForce(deps, deps.db, params.orderNo);
  return { status: 200, body: { items: PRESET_NAMES.map((preset) => labelFace(deps, held, preset)) } };
};

/** Printing is a deed: who takes which issue to a printer, as what and how often, is written down and logged (P5.3.1). */
export const print: Act<Routes['printCode']> = async (tx, deps, { params, body, caller: { person } }) => {
  const held = await codeInForce(deps, tx, params.orderNo);
  labelOf(deps, held, body.preset, body.format);
  const { orderNo, orderId, code } = held;
  const id = randomUUID();
  await insertPrint(tx, { ...body, id, orderId, codeId: code.id, printedBy: person.id });
  const detail = { print: id, issueNo: code.issueNo, ...body };
  await log(tx, { actor: person.actor, action: 'code_printed', orderId, detail });
  return { status: 201, body: { orderNo, printId: id, issueNo: code.issueNo } };
};

/** A preset as this very code looks on it; without formats where it does not fit. */
function labelFace(deps: ApiDeps, held: CodeInForce, name: PresetName) {
  const preset = PRESETS[name];
  const { profile, ecc, dpi, widthMm, heightMm = 0, sheet } = preset;
  const perSheet = sheet ? sheet.columns * sheet.rows : 1;
  const face = { preset: name, profile, ecc, dpi, perSheet };
  try {
    const label = labelOf(deps, held, name, 'svg');
    const size = printedSize({ ...preset, moduleDots: label.symbol.moduleDots }, label.matrix.modules);
    const { moduleMm, symbolMm, readFromMm } = size;
    return {
      ...face,
      formats: FORMATS.filter((format) => takes(preset, format)),
      widthMm: (label.widthDots * MM_PER_INCH) / dpi,
      heightMm: (label.heightDots * MM_PER_INCH) / dpi,
      ...{ moduleMm, symbolMm, readFromMm },
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...face, formats: [], widthMm, heightMm, moduleMm: 0, symbolMm: 0, readFromMm: 0 };
  }
}
