import { type CodeRow, issueRecordsOf, liveCode } from '../../db/codes.js';
import { factsOf } from '../../db/facts.js';
import { isFirstOrder, type LineRow, linesOf, type OrderRow, orderById } from '../../db/orders.js';
import { activePolicy } from '../../db/policies.js';
import { reviewById } from '../../db/reviews.js';
import { ordered } from '../../db/standing.js';
import { Refusal } from '../../domain/refusal.js';
import { evaluate, riskInputs } from '../../domain/rules.js';
import { textOf } from '../../qr/code-text.js';
import { canonicalItems, readToken, sealedFactsMatch } from '../../qr/token.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { evaluationFace, iso } from '../faces.js';
import type { Read } from '../handler.js';
import { customerOf } from '../sealing.js';
import { verdictOn } from '../verdict.js';

/** The rules once more on the facts of this moment, by the policy in force; nothing is written. */
export const check: Read<Routes['checkReview']> = async (deps, { params }) => {
  const { db } = deps;
  const review = await reviewById(db, params.reviewId);
  const row = review && (await orderById(db, review.orderId));
  if (!row) throw new Refusal('review_unknown');
  const [lines, facts, policy, isFirst] = await Promise.all([
    linesOf(db, row.id),
    factsOf(db, row.id),
    activePolicy(db),
    isFirstOrder(db, row),
  ]);
  const evaluation = evaluate(policy.rules, ordered({ row, lines }), facts, riskInputs(facts, isFirst));
  const code = await liveCode(db, row.id);
  const now = deps.now?.() ?? new Date();
  return {
    status: 200,
    body: {
      checkedAt: iso(now),
      policyVersion: policy.version,
      evaluation: evaluationFace(evaluation),
      code: code ? await codeCheck(deps, code, { row, lines, now }) : null,
    },
  };
};

interface Checked {
  row: OrderRow;
  lines: LineRow[];
  now: Date;
}

/** The live code written again from its row, read back, and laid beside the order. */
async function codeCheck(deps: ApiDeps, code: CodeRow, { row, lines, now }: Checked) {
  const { issueNo, status, profile } = code;
  const customer = (await customerOf(deps, deps.db, row))?.ref ?? '';
  const text = textOf(deps.tokenKeys, deps.codeHost, code, { ...row, customerRef: customer, lines });
  const reading = readToken(deps.tokenKeys, text, { hosts: [deps.codeHost], now });
  const [record] = (await issueRecordsOf(deps.db, row.id)).filter((one) => one.issueNo === issueNo);
  const { orderNo, amountMinor, currency, orderedAt } = row;
  const facts = { orderNo, customer, items: canonicalItems(lines), amountMinor, currency, orderedAt };
  return {
    ...{ issueNo, status, profile },
    verdict: verdictOn(reading, code, now),
    symbol: record
      ? {
          ...{ version: record.symbolVersion, modules: record.modules, ecc: record.ecc },
          ...{ decoder: record.decoder, decoded: record.decoded },
        }
      : null,
    carried: 'sealed' in reading && reading.sealed ? carried(deps, reading, reading.sealed, facts) : [],
  };
}

type Sealed = Parameters<typeof sealedFactsMatch>[1];
type Facts = Parameters<typeof sealedFactsMatch>[2];

/** Field by field; of a keyed hash only the agreement can be told. */
function carried(
  deps: ApiDeps,
  { tokenId }: Pick<Sealed, 'tokenId'>,
  sealed: Sealed['sealed'],
  facts: Facts,
) {
  const { differing } = sealedFactsMatch(deps.tokenKeys, { tokenId, sealed }, facts);
  const same = (field: keyof Facts) => !differing.includes(field);
  const hashed = (field: keyof Facts, order: string) => ({ field, order, code: null, same: same(field) });
  return [
    hashed('orderNo', facts.orderNo),
    hashed('customer', facts.customer === '' ? '–' : '***'),
    hashed('items', String(facts.items.split('\n').length)),
    {
      field: 'amountMinor',
      order: String(facts.amountMinor),
      code: String(sealed.amountMinor),
      same: same('amountMinor'),
    },
    { field: 'currency', order: facts.currency, code: sealed.currency, same: same('currency') },
    { field: 'orderedAt', order: iso(facts.orderedAt), code: iso(sealed.orderedAt), same: same('orderedAt') },
  ];
}
