import { codesOf, issueRecordsOf, liveCode } from '../../db/codes.js';
import { linesOf } from '../../db/orders.js';
import { Refusal } from '../../domain/refusal.js';
import { textOf } from '../../qr/code-text.js';
import { drawPng, drawSvg } from '../../qr/symbol.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { codeFace, iso } from '../faces.js';
import type { Act, Read } from '../handler.js';
import type { InHand } from '../recording.js';
import { requestFact } from '../requesting.js';
import { customerOf } from '../sealing.js';
import { knownOrder } from './orders.js';

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

export const show: Read<Routes['showCode']> = async (deps, { params }) => {
  const { orderNo, orderId, code, text } = await codeInForce(deps, params.orderNo);
  const records = await issueRecordsOf(deps.db, orderId);
  return {
    status: 200,
    body: {
      orderNo,
      text,
      live: codeFace(code),
      issues: (await codesOf(deps.db, orderId)).map(codeFace),
      records: records.map(({ codeId: _, orderNo: __, issuedAt, ...record }) => ({
        ...record,
        issuedAt: iso(issuedAt),
      })),
    },
  };
};

export const svg: Read<Routes['drawCodeSvg']> = async (deps, { params, query }) => {
  const { text, orderNo } = await codeInForce(deps, params.orderNo);
  return { status: 200, file: drawSvg(text, { medium: query.medium, orderNo }).svg };
};

export const png: Read<Routes['drawCodePng']> = async (deps, { params, query }) => {
  const { text, orderNo } = await codeInForce(deps, params.orderNo);
  return { status: 200, file: (await drawPng(text, { medium: query.medium, orderNo })).png };
};

/** The live code and its text, written again from its row with the key it was minted with. */
async function codeInForce(deps: ApiDeps, orderNo: string) {
  const order = await knownOrder(deps.db, orderNo);
  const code = await liveCode(deps.db, order.id);
  if (!code) throw new Refusal('code_not_issued');
  const sealed = code.profile === 'sealed';
  const customer = sealed ? await customerOf(deps, deps.db, order) : undefined;
  const lines = sealed ? await linesOf(deps.db, order.id) : [];
  const coded = { ...order, customerRef: customer?.ref ?? '', lines };
  return { orderNo, orderId: order.id, code, text: textOf(deps.tokenKeys, deps.codeHost, code, coded) };
}

/** Nothing is live before the first issue, and after a void until the next. */
function refuseWithoutCode({ facts }: InHand): void {
  const last = facts.findLast((fact) => fact.type === 'code_issued' || fact.type === 'code_voided');
  if (last?.type !== 'code_issued') throw new Refusal('code_not_issued');
}
