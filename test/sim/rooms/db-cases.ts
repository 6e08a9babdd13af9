import type * as cases from '../../../db/cases.js';
import type { Tx } from '../../../db/sql.js';
import { draftOf, transactionOf } from '../database.js';
import { deviates } from '../deviation.js';
import type { StoredCase } from '../tables.js';

/** Cases, each found under the lock of its order. */

export const openCase: typeof cases.openCase = async (tx, one) => {
  const draft = await draftOf(transactionOf(tx), one.orderId);
  if (!draft) throw new Error('openCase: nothing inserted');
  const { id, kind, step, code, blocking, ownerDepartment, detail = {} } = one;
  if (deviates('case_not_opened')) return id;
  const known = draft.cases.find(
    (found) => found.kind === 'technical' && found.step === step && isUnderWay(found),
  );
  if (kind === 'technical' && known && !deviates('case_each_try')) {
    const attempts = known.attempts + Number(known.status === 'retrying');
    draft.cases = draft.cases.map((found) =>
      found === known ? { ...found, status: 'open', attempts, code, detail } : found,
    );
    return known.id;
  }
  draft.cases = [
    ...draft.cases,
    { ...{ id, kind, step, code, blocking, ownerDepartment, detail }, status: 'open', attempts: 1 },
  ];
  return id;
};

const isUnderWay = ({ status }: StoredCase): boolean => status === 'open' || status === 'retrying';
const isOpen = ({ status }: StoredCase): boolean => status === 'open';

/** A statement names a case by its id alone; the deed that runs it holds the order. */
function change(tx: Tx, wanted: (one: StoredCase) => boolean, to: Partial<StoredCase>): number {
  let changed = 0;
  for (const draft of transactionOf(tx).drafts.values()) {
    changed += draft.cases.filter(wanted).length;
    draft.cases = draft.cases.map((one) => (wanted(one) ? { ...one, ...to } : one));
  }
  return changed;
}

export const startRetry: typeof cases.startRetry = async (tx, caseId) => {
  if (deviates('case_stays_open')) return 0;
  const waits = (one: StoredCase) => isOpen(one) || one.status === 'given_up';
  return change(tx, (one) => one.id === caseId && one.kind === 'technical' && waits(one), {
    status: 'retrying',
  });
};

export const scheduleRetry: typeof cases.scheduleRetry = async () => 0;

export const proveRetries: typeof cases.proveRetries = async (tx) =>
  deviates('retry_unproven')
    ? 0
    : change(tx, (one) => one.kind === 'technical' && one.status === 'retrying', { status: 'proven' });

export const resolveCase: typeof cases.resolveCase = async (tx, caseId) =>
  deviates('case_not_resolved')
    ? 0
    : change(tx, (one) => one.id === caseId && isOpen(one), { status: 'resolved' });

export const endCase: typeof cases.endCase = async (tx, caseId, { status }) =>
  change(tx, (one) => one.id === caseId && one.kind === 'technical' && isOpen(one), { status });

export const cancelCases: typeof cases.cancelCases = async (tx) =>
  deviates('cases_survive')
    ? 0
    : change(tx, (one) => isUnderWay(one) || one.status === 'given_up', { status: 'cancelled' });
