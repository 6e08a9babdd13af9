import { casesById, openCases } from '../../db/cases.js';
import { incidentOf } from '../../db/incidents.js';
import { handsOf } from '../../domain/facts.js';
import { CHECK_LIMIT } from '../contract/incidents.js';
import type { Routes } from '../contract/routes.js';
import type { Read } from '../handler.js';
import { Malformed } from '../malformed.js';
import { type Check, checkCase } from '../preflight.js';

/** Pre-flight over a cause or a choice of cases: "9 will pass, 2 still fail because …" (P6.3.2). */
export const check: Read<Routes['checkCases']> = async (deps, { query, caller: { person } }) => {
  const { causeKey, caseIds } = query;
  if ((causeKey === undefined) === (caseIds === undefined)) throw oneOfBoth();
  const read = async (tx: Parameters<typeof checkCase>[0]) => {
    const cases =
      caseIds === undefined
        ? (await openCases(tx, { person, kind: 'technical', causeKey: String(causeKey) }, CHECK_LIMIT)).items
        : await casesById(tx, person, caseIds.split(','));
    const items: Check[] = [];
    for (const one of cases) items.push(await checkCase(tx, deps, one, handsOf(person.actor)));
    const open = causeKey === undefined ? 0 : ((await incidentOf(tx, person, causeKey))?.cases ?? 0);
    return { items, left: Math.max(0, open - items.length) };
  };
  const { items, left } = await deps.db.transaction(read, { readOnly: true });
  const passing = items.filter(({ passes }) => passes).length;
  return { status: 200, body: { passing, failing: items.length - passing, left, items } };
};

const oneOfBoth = () =>
  new Malformed([{ in: 'query', path: 'causeKey', rule: 'one_of', message: 'either causeKey or caseIds' }]);
