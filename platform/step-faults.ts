import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** The steps of `domain/lifecycle` that every order takes. */
export const MAIN_LINE = ['issue', 'dispatch', 'verify', 'write_off', 'archive'] as const;
const STEPS = [...MAIN_LINE, 'review'] as const;

/**
 * Faults for the walk and the drills, from a file: on a temporary stack only (`platform/config` refuses it elsewhere).
 * Each names an order, or with `*` at its end all whose numbers begin so, and a step. A step fails until the same text
 * is a line of the repaired file beside it; with `crash` it is done, and the worker dies once before it can say so.
 */
const planShape = z.object({
  faults: z.array(
    z.object({
      orderNo: z.string(),
      orderId: z.string().optional(),
      step: z.enum(STEPS),
      kind: z.enum(['fail', 'crash']).default('fail'),
    }),
  ),
});

export interface StepFaults {
  /** Whether a step fails for an order now. */
  strikes(orderNo: string, step: string): boolean;
  /** Whether the worker dies now, after the step. */
  crashes(orderNo: string, step: string): boolean;
}

export const repairedFile = (planFile: string): string => `${planFile}.repaired`;
export const hitsFile = (planFile: string): string => `${planFile}.hits`;

export function readStepFaults(planFile: string): StepFaults {
  const { faults } = planShape.parse(JSON.parse(readFileSync(planFile, 'utf8')));
  const planned = (kind: 'fail' | 'crash', orderNo: string, step: string) =>
    faults.filter((fault) => fault.kind === kind && fault.step === step && matches(fault.orderNo, orderNo));
  return {
    strikes: (orderNo, step) => {
      const failing = planned('fail', orderNo, step);
      if (failing.length === 0) return false;
      const repaired = linesOf(repairedFile(planFile));
      return !repaired.includes(orderNo) && failing.some((fault) => !repaired.includes(fault.orderNo));
    },
    crashes: (orderNo, step) =>
      planned('crash', orderNo, step).length > 0 &&
      !linesOf(hitsFile(planFile)).includes(`${orderNo}/${step}`),
  };
}

const linesOf = (file: string): string[] => (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);

const matches = (planned: string, orderNo: string): boolean =>
  planned.endsWith('*') ? orderNo.startsWith(planned.slice(0, -1)) : planned === orderNo;
