import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * Faults for the walk and the drills, from a file: on a temporary stack only (`platform/config` refuses it elsewhere).
 * Each names an order, or with `*` at its end all whose numbers begin so, and a deed that fails until the same text is
 * a line of the repaired file beside it.
 */
const planShape = z.object({
  faults: z.array(z.object({ orderNo: z.string(), orderId: z.string().optional(), deed: z.string() })),
});

export interface StepFaults {
  deeds: ReadonlySet<string>;
  /** Whether a deed fails for an order now. */
  strikes(orderNo: string, deed: string): boolean;
}

export const repairedFile = (planFile: string): string => `${planFile}.repaired`;
export const hitsFile = (planFile: string): string => `${planFile}.hits`;

export function readStepFaults(planFile: string): StepFaults {
  const { faults } = planShape.parse(JSON.parse(readFileSync(planFile, 'utf8')));
  return {
    deeds: new Set(faults.map((fault) => fault.deed)),
    strikes: (orderNo, deed) => {
      const planned = faults.filter((fault) => fault.deed === deed && matches(fault.orderNo, orderNo));
      if (planned.length === 0) return false;
      const repaired = repairedLines(planFile);
      return !repaired.includes(orderNo) && planned.some((fault) => !repaired.includes(fault.orderNo));
    },
  };
}

const repairedLines = (planFile: string): string[] =>
  existsSync(repairedFile(planFile)) ? readFileSync(repairedFile(planFile), 'utf8').split('\n') : [];

const matches = (planned: string, orderNo: string): boolean =>
  planned.endsWith('*') ? orderNo.startsWith(planned.slice(0, -1)) : planned === orderNo;
