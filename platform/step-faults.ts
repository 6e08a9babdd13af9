import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * Faults for the walk and the drills, from a file: on a temporary stack only (`platform/config` refuses it elsewhere).
 * Each names an order, or with `*` at its end all whose numbers begin so, and a deed. A deed fails until the same text
 * is a line of the repaired file beside it; with `crash` it is done, and the worker dies once before it can say so.
 */
const planShape = z.object({
  faults: z.array(
    z.object({
      orderNo: z.string(),
      orderId: z.string().optional(),
      deed: z.string(),
      kind: z.enum(['fail', 'crash']).default('fail'),
    }),
  ),
});

export interface StepFaults {
  deeds: ReadonlySet<string>;
  /** Whether a deed fails for an order now. */
  strikes(orderNo: string, deed: string): boolean;
  /** Whether the worker dies now, after the deed. */
  crashes(orderNo: string, deed: string): boolean;
}

export const repairedFile = (planFile: string): string => `${planFile}.repaired`;
export const hitsFile = (planFile: string): string => `${planFile}.hits`;

export function readStepFaults(planFile: string): StepFaults {
  const { faults } = planShape.parse(JSON.parse(readFileSync(planFile, 'utf8')));
  const planned = (kind: 'fail' | 'crash', orderNo: string, deed: string) =>
    faults.filter((fault) => fault.kind === kind && fault.deed === deed && matches(fault.orderNo, orderNo));
  return {
    deeds: new Set(faults.map((fault) => fault.deed)),
    strikes: (orderNo, deed) => {
      const failing = planned('fail', orderNo, deed);
      if (failing.length === 0) return false;
      const repaired = linesOf(repairedFile(planFile));
      return !repaired.includes(orderNo) && failing.some((fault) => !repaired.includes(fault.orderNo));
    },
    crashes: (orderNo, deed) =>
      planned('crash', orderNo, deed).length > 0 &&
      !linesOf(hitsFile(planFile)).includes(`${orderNo}/${deed}`),
  };
}

const linesOf = (file: string): string[] => (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);

const matches = (planned: string, orderNo: string): boolean =>
  planned.endsWith('*') ? orderNo.startsWith(planned.slice(0, -1)) : planned === orderNo;
