import type * as pauses from '../../../db/clock-pauses.js';
import type * as codes from '../../../db/codes.js';
import type * as hops from '../../../db/hops.js';
import type * as files from '../../../db/order-files.js';
import type * as reviews from '../../../db/reviews.js';
import type { Tx } from '../../../db/sql.js';
import type * as verifications from '../../../db/verifications.js';
import type * as writeOffs from '../../../db/write-offs.js';
import { draftOf, transactionOf } from '../connection.js';
import { seatOf } from '../database.js';
import { deviates } from '../deviation.js';
import { Broken } from '../outages.js';
import type { OrderTables } from '../tables.js';

/** What each step of the lifecycle writes beside its facts. */

async function order(tx: Tx, orderId: string): Promise<OrderTables> {
  const draft = await draftOf(tx, orderId);
  if (!draft) throw new Error('the order is gone');
  return draft;
}

export const endLive: typeof codes.endLive = async (tx, orderId, status) => {
  const draft = await order(tx, orderId);
  const live = draft.codes.filter((code) => code.status === 'live').length;
  if (deviates('code_stays_live')) return live;
  draft.codes = draft.codes.map((code) => (code.status === 'live' ? { ...code, status } : code));
  return live;
};

export const issue: typeof codes.issue = async (tx, _orderNo, { id, orderId, issueNo, keyId }) => {
  const draft = await order(tx, orderId);
  if (draft.codes.some((code) => code.issueNo === issueNo)) throw new Broken('codes_issue_no');
  const code = { id, issueNo, keyId, status: 'live' as const };
  draft.codes = [...draft.codes, code, ...(deviates('issued_twice') ? [{ ...code, id: `${id} again` }] : [])];
};

export const insertVerification: typeof verifications.insertVerification = async (tx, one) => {
  const draft = await order(tx, one.orderId);
  const { id, factNumber, policyVersion, evaluation } = one;
  const { verdict, materialFact, reviewers } = evaluation;
  draft.verifications = [
    ...draft.verifications,
    { id, factNumber, policyVersion, verdict, materialFact, reviewers },
  ];
};

export const closeReview: typeof reviews.closeReview = async (tx, orderId, status) => {
  const draft = await order(tx, orderId);
  if (deviates('review_stays_open')) return 0;
  const open = draft.reviews.filter((review) => review.status === 'open').length;
  draft.reviews = draft.reviews.map((review) => (review.status === 'open' ? { ...review, status } : review));
  return open;
};

export const openReview: typeof reviews.openReview = async (tx, review) => {
  await closeReview(tx, review.orderId, 'superseded');
  const draft = await order(tx, review.orderId);
  const { id, verificationId, reviewersNeeded, materialFact } = review;
  draft.reviews = [
    ...draft.reviews,
    { ...{ id, verificationId, reviewersNeeded, materialFact }, status: 'open', decisions: [] },
  ];
};

export const noteDecision: typeof reviews.noteDecision = async (tx, one) => {
  if (deviates('decision_lost')) return;
  const draft = await order(tx, one.orderId);
  const { personId } = one;
  const decision = one.decision as 'approved' | 'rejected' | 'returned';
  draft.reviews = draft.reviews.map((review) =>
    review.id !== one.reviewId || review.decisions.some((before) => before.personId === personId)
      ? review
      : { ...review, decisions: [...review.decisions, { personId, decision }] },
  );
};

export const withdrawDecision: typeof reviews.withdrawDecision = async (tx, reviewId, personId) => {
  if (deviates('withdrawal_lost')) return;
  for (const draft of (await transactionOf(tx)).drafts.values())
    draft.reviews = draft.reviews.map((review) =>
      review.id === reviewId
        ? { ...review, decisions: review.decisions.filter((one) => one.personId !== personId) }
        : review,
    );
};

export const writeOffOnce: typeof writeOffs.writeOffOnce = async (tx, writeOff) => {
  const draft = await order(tx, writeOff.orderId);
  if (draft.writeOffs.length > 0) throw new Broken('write_offs_pkey');
  if (deviates('write_off_missing')) return;
  const { factNumber, materialFact, verificationId, reviewId } = writeOff;
  draft.writeOffs = [{ factNumber, materialFact, verificationId, reviewId }];
};

export const writeOffOf: typeof writeOffs.writeOffOf = async (tx, orderId) => {
  const draft = await order(tx as Tx, orderId);
  const [found] = draft.writeOffs;
  const { amountMinor, currency } = draft.row;
  return (
    found && {
      ...{ ...found, orderId, amountMinor, currency, policyVersion: 1, reason: 'rules_passed' },
      ...{ operator: 'lifecycle', writtenOffAt: new Date(seatOf(tx).world.clock.nowMs()) },
    }
  );
};

export const fileOrder: typeof files.fileOrder = async (tx, file) => {
  const { world } = seatOf(tx);
  const draft = await order(tx, file.orderId);
  world.store.serial += 1;
  const archiveNo = draft.files[0] ?? `${file.classification}-${world.store.serial}`;
  if (!deviates('file_missing')) draft.files = [archiveNo];
  const archivedAt = new Date(world.clock.nowMs());
  return { ...file, archiveNo, archivedAt, retainUntil: archivedAt };
};

export const offerHop: typeof hops.offerHop = async (tx, { id, orderId, offeredFact }) => {
  if (deviates('offer_lost')) return;
  const draft = await order(tx, orderId);
  draft.hops = [...draft.hops, { id, offeredFact, status: 'offered' }];
};

export const answerHop = async (
  tx: Tx,
  orderId: string,
  { status }: Pick<Parameters<typeof hops.answerHop>[2], 'status'>,
): Promise<void> => {
  const draft = await order(tx, orderId);
  draft.hops = draft.hops.map((hop) => (hop.status === 'offered' ? { ...hop, status } : hop));
};

export const putPause: typeof pauses.putPause = async (tx, { orderId, fact, resumedAtMs }) => {
  const draft = await order(tx, orderId);
  const others = draft.pauses.filter((pause) => pause.fact !== fact);
  draft.pauses = [...others, { fact, resumed: resumedAtMs !== undefined }];
};

export const endPause: typeof pauses.endPause = async (tx, orderId) => {
  const draft = await order(tx, orderId);
  draft.pauses = draft.pauses.map((pause) => ({ ...pause, resumed: true }));
};
