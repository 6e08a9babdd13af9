import type { Evaluation } from '../domain/rules.js';
import { type Db, forEach, row, rows, run, type Tx } from './sql.js';

export interface VerificationRow {
  id: string;
  factNumber: number;
  policyVersion: number;
  materialFact: number;
  verdict: Evaluation['verdict'];
  reviewers: number;
  evaluation: Evaluation;
  verifiedAt: Date;
}

const COLUMNS = `id, fact_number as "factNumber", policy_version as "policyVersion", material_fact as "materialFact", verdict,
  reviewers, evaluation, verified_at as "verifiedAt"`;

/** Stores one evaluation with everything it looked at; `factNumber` is the lifecycle fact of its verdict. */
export async function insertVerification(
  tx: Tx,
  verification: {
    id: string;
    orderId: string;
    factNumber: number;
    policyVersion: number;
    evaluation: Evaluation;
  },
): Promise<void> {
  const { evaluation } = verification;
  await run(tx, INSERT, {
    ...verification,
    materialFact: evaluation.materialFact,
    verdict: evaluation.verdict,
    reviewers: evaluation.reviewers,
    evaluation: JSON.stringify(evaluation),
  });
}

const INSERT = forEach(
  `insert into verifications (id, order_id, fact_number, policy_version, material_fact, verdict, reviewers, evaluation)
   values (:id, :orderId, :factNumber, :policyVersion, :materialFact, :verdict, :reviewers, :evaluation::jsonb)`,
  `id uuid, orderId uuid, factNumber int, policyVersion int, materialFact int, verdict text, reviewers int,
   evaluation jsonb`,
);

export function verificationById(db: Db, id: string): Promise<VerificationRow | undefined> {
  return row(db, `select ${COLUMNS} from verifications where id = :id`, { id });
}

export function verificationsOf(db: Db, orderId: string): Promise<VerificationRow[]> {
  return rows(db, `select ${COLUMNS} from verifications where order_id = :orderId order by fact_number`, {
    orderId,
  });
}
