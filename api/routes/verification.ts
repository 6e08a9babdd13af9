import { verificationsOf } from '../../db/verifications.js';
import type { Routes } from '../contract/routes.js';
import { evaluationFace, iso } from '../faces.js';
import type { Read } from '../handler.js';
import { knownOrder } from './orders.js';

export const show: Read<Routes['showVerification']> = async ({ db }, { params }) => {
  const { id, orderNo } = await knownOrder(db, params.orderNo);
  const last = (await verificationsOf(db, id)).at(-1);
  const latest = last && {
    verifiedAt: iso(last.verifiedAt),
    policyVersion: last.policyVersion,
    evaluation: evaluationFace(last.evaluation),
  };
  return { status: 200, body: { orderNo, latest: latest ?? null } };
};
