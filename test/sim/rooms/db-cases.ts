import type * as cases from '../../../db/cases.js';
import type { Tx } from '../../../db/sql.js';
import { draftOf, transactionOf } from '../connection.js';
import { deviates } from '../deviation.js';
import type { OrderTables, StoredCase } from '../tables.js';

/** Cases, each found under the lock of its order. */

export const openCase: typeof cases.openCase = async (tx, one) => {
  const draft = await draftOf(tx, one.orderId);
  if (!draft) throw new Error('openCase: nothing inserted');
  const { id, kind, step, code, blocking, ownerDepartment, detail = {} } = one;
  if (deviates('case_not_opened')) return id;
  const known = draft.cases.find(
    (found) => found.kind === 'technical' && found.step === step && isUnderWay(found),
  );
  if (kind === 'technical' && known && !deviates('case_each_try')) {
    const attempts = known.attempts + Number(known.status === 'retrying');
    draft.cases = draft.cases.map((found) =>
      found === known
        ? { ...found, status: 'open', attempts, code, detail, told: [...found.told, code] }
        : found,
    );
    return known.id;
  }
  draft.cases = [
    ...draft.cases,
    {
      ...{ id, kind, step, code, blocking, ownerDepartment, detail },
      ...{ status: 'open', attempts: 1, told: [code] },
    },
  ];
  return id;
};

const isUnderWay = ({ status }: StoredCase): boolean => status === 'open' || status === 'retrying';
const isOpen = ({ status }: StoredCase): boolean => status === 'open';

/** A statement names a case by its id alone; the deed that runs it holds the order. */
async function changeOne(
  tx: Tx,
  caseId: string,
  wanted: (one: StoredCase) => boolean,
  to: Partial<StoredCase>,
): Promise<number> {
  const { drafts } = await transactionOf(tx);
  return change([...drafts.values()], (one) => one.id === caseId && wanted(one), to);
}

async function changeAll(
  tx: Tx,
  orderId: string,
  wanted: (one: StoredCase) => boolean,
  to: Partial<StoredCase>,
): Promise<number> {
  const draft = await draftOf(tx, orderId);
  return draft ? change([draft], wanted, to) : 0;
}

function change(
  drafts: readonly OrderTables[],
  wanted: (one: StoredCase) => boolean,
  to: Partial<StoredCase>,
): number {
  let changed = 0;
  for (const draft of drafts) {
    changed += draft.cases.filter(wanted).length;
    draft.cases = draft.cases.map((one) => (wanted(one) ? { ...one, ...to } : one));
  }
  return changed;
}

export const startRetry: typeof cases.startRetry = async (tx, caseId) => {
  if (deviates('case_stays_open')) return 0;
  const waits = (one: StoredCase) => isOpen(one) || one.status === 'given_up';
  return changeOne(tx, caseId, (one) => one.kind === 'technical' && waits(one), { status: 'retrying' });
};

export const scheduleRetry: typeof cases.scheduleRetry = async () => 0;

export const proveRetries: typeof cases.proveRetries = async (tx, orderId) =>
  deviates('retry_unproven')
    ? 0
    : changeAll(tx, orderId, (one) => one.kind === 'technical' && one.status === 'retrying', {
        status: 'proven',
      });

export const resolveCase: typeof cases.resolveCase = async (tx, caseId) =>
  deviates('case_not_resolved') ? 0 : changeOne(tx, caseId, isOpen, { status: 'resolved' });

export const endCase: typeof cases.endCase = async (tx, caseId, { status }) =>
  changeOne(tx, caseId, (one) => one.kind === 'technical' && isOpen(one), { status });

export const cancelCases: typeof cases.cancelCases = async (tx, orderId) =>
  deviates('cases_survive')
    ? 0
    : changeAll(tx, orderId, (one) => isUnderWay(one) || one.status === 'given_up', {
        status: 'cancelled',
      });
