import { factsOf } from '../../db/facts.js';
import { fold } from '../../domain/lifecycle.js';
import type { Routes } from '../contract/routes.js';
import type { Read } from '../handler.js';
import { kindOfFace, scanFaceOf, takeTo } from '../scan-face.js';
import { knownOrder } from './orders.js';

/** The face that a scan showed, as it is now: what was done since changes it. */
export const show: Read<Routes['showFace']> = async ({ db }, { params, query, caller: { person } }) => {
  const row = await knownOrder(db, params.orderNo);
  const facts = await factsOf(db, row.id);
  const state = fold(facts);
  const face = await scanFaceOf(db, { row, facts, state }, kindOfFace(person, query.purpose));
  const { orderNo, currency } = row;
  return { status: 200, body: { orderNo, currency, state, face, takeTo: takeTo(row, person) } };
};
