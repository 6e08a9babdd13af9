import type { WholeOrder, WriteOffSeen } from '../../db/whole-orders.js';
import { lastMaterial } from '../../domain/facts.js';
import { type Evaluation, evaluate } from '../../domain/rules.js';
import { factsBefore, type Measure } from './order-check.js';

/** Invariant 2: at most one write-off, and the rules recorded with it pass on the facts recorded with it. */
export function checkWriteOff(order: WholeOrder, measure: Measure): string[] {
  return [
    ...checkOnce(order),
    ...order.writeOffs.flatMap((one) => [
      ...checkEvidence(order, one),
      ...checkVerdict(one, reevaluate(order, one, measure)),
    ]),
  ];
}

function checkOnce(order: WholeOrder): string[] {
  const { length: times } = order.writeOffs;
  const facts = order.facts.filter((fact) => fact.type === 'written_off').map((fact) => fact.number);
  const over = order.state === 'written_off' || order.state === 'archived';
  if (times > 1) return [`written off ${times} times`];
  if (facts.length > 1) return [`${facts.length} facts say that it was written off`];
  if (times !== facts.length || order.writeOffs[0]?.factNumber !== facts[0])
    return ['the write-off and its fact do not belong together'];
  return over === (times === 1) ? [] : [`${order.state} ${times === 1 ? 'with' : 'without'} a write-off`];
}

/** Nothing material came between what was verified and the write-off. */
function checkEvidence(order: WholeOrder, one: WriteOffSeen): string[] {
  const { verification } = one;
  const verified = lastMaterial(factsBefore(order, verification.factNumber));
  const last = lastMaterial(factsBefore(order, one.factNumber));
  const named = [verification.materialFact, one.materialFact];
  const lines: string[] = [];
  if (verification.orderId !== order.id) lines.push('written off on the verification of another order');
  if (named.some((number) => number !== verified))
    lines.push(`verified on fact ${verified}, recorded as ${named.join(' and ')}`);
  if (last !== verified) lines.push(`written off although fact ${last} came after what was verified`);
  return lines;
}

function checkVerdict(one: WriteOffSeen, again: Evaluation | undefined): string[] {
  const { verification } = one;
  if (!again || verification.policyVersion !== one.policyVersion)
    return [`policy version ${one.policyVersion} is not the one that verified it`];
  if (verification.verdict !== 'pass') return [`written off on the verdict ${verification.verdict}`];
  if (again.verdict !== 'pass')
    return [`written off, but its rules say ${again.verdict}: ${again.nearest.join('; ')}`];
  return [];
}

/** The rules of the recorded policy version on the facts that the verification saw; undefined without that version. */
export function reevaluate(order: WholeOrder, one: WriteOffSeen, measure: Measure): Evaluation | undefined {
  const policy = measure.policies.get(one.policyVersion);
  const facts = factsBefore(order, one.verification.factNumber);
  return (
    policy &&
    evaluate(policy.rules, order, facts, {
      watched: facts.findLast((fact) => fact.type === 'watch_set')?.detail.on === true,
      firstOrderOfCustomer: one.firstOrder || heldFirst(one),
      scanAnomaly: facts.some((fact) => fact.type === 'scanned' && fact.detail.anomaly !== undefined),
    })
  );
}

/** An earlier order may have been on its way in while this one was verified; the stricter reading stands. */
const heldFirst = (one: WriteOffSeen): boolean =>
  one.verification.evaluation.risks.some((risk) => risk.id === 'first_order_at_least' && risk.met);
