import { printsOf } from '../../db/code-prints.js';
import { codesOf, issueRecordsOf } from '../../db/codes.js';
import { Refusal } from '../../domain/refusal.js';
import type { Format, PresetName } from '../../qr/presets.js';
import { drawPng, drawSvg } from '../../qr/symbol.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { codeFace, iso } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { type CodeInForce, codeInForce, drawnLabel, labelOf } from '../labels.js';
import type { InHand } from '../recording.js';
import { requestFact } from '../requesting.js';

export const ask: Act<Routes['requestCode']> = (tx, deps, { params, body, caller }) =>
  requestFact(tx, deps, { ...params, type: 'code_requested', person: caller.person, body });

export const reissue: Act<Routes['reissueCode']> = (tx, deps, { params, body, caller }) =>
  requestFact(tx, deps, { ...params, type: 'reissue_requested', person: caller.person, body });

export const makeVoid: Act<Routes['voidCode']> = (tx, deps, { params, body, caller }) =>
  requestFact(tx, deps, {
    ...params,
    type: 'code_voided',
    person: caller.person,
    body,
    refuse: refuseWithoutCode,
  });

const PRINTS_SHOWN = 50;

export const show: Read<Routes['showCode']> = async (deps, { params }) => {
  const { orderNo, orderId, code, textIn } = await codeInForce(deps, deps.db, params.orderNo);
  const records = await issueRecordsOf(deps.db, orderId);
  const prints = await printsOf(deps.db, orderId, PRINTS_SHOWN);
  return {
    status: 200,
    body: {
      orderNo,
      text: textIn(code.profile),
      live: codeFace(code),
      issues: (await codesOf(deps.db, orderId)).map(codeFace),
      records: records.map(({ codeId: _, orderNo: __, issuedAt, ...record }) => ({
        ...record,
        issuedAt: iso(issuedAt),
      })),
      prints: prints.map(({ printedAt, ...print }) => ({ ...print, printedAt: iso(printedAt) })),
    },
  };
};

export const svg: Read<Routes['drawCodeSvg']> = async (deps, { params, query }) => {
  const held = await codeInForce(deps, deps.db, params.orderNo);
  if (query.preset) return labelled(deps, held, query.preset, 'svg');
  const { orderNo, code, textIn } = held;
  return { status: 200, file: drawSvg(textIn(code.profile), { medium: query.medium, orderNo }).svg };
};

export const png: Read<Routes['drawCodePng']> = async (deps, { params, query }) => {
  const held = await codeInForce(deps, deps.db, params.orderNo);
  if (query.preset) return labelled(deps, held, query.preset, 'png');
  const { orderNo, code, textIn } = held;
  return { status: 200, file: (await drawPng(textIn(code.profile), { medium: query.medium, orderNo })).png };
};

async function labelled(deps: ApiDeps, held: CodeInForce, preset: PresetName, format: Format) {
  const file = await drawnLabel(deps, labelOf(deps, held, preset, format), format);
  return { status: 200 as const, file };
}

/** Nothing is live before the first issue, and after a void until the next. */
export function refuseWithoutCode({ facts }: InHand): void {
  const last = facts.findLast((fact) => fact.type === 'code_issued' || fact.type === 'code_voided');
  if (last?.type !== 'code_issued') throw new Refusal('code_not_issued');
}
