import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { z } from 'zod';

/**
 * Faults for the walk and the drills, from a file: on a temporary stack only (`platform/config` refuses it elsewhere).
 * Each names an order and a deed that fails until its order is listed in the repaired file beside it.
 */
const planShape = z.object({
  faults: z.array(z.object({ orderNo: z.string(), orderId: z.string().optional(), deed: z.string() })),
});

export interface FaultPlan {
  interceptor(): ActivityInboundCallsInterceptor;
}

export const repairedFile = (planFile: string): string => `${planFile}.repaired`;
export const hitsFile = (planFile: string): string => `${planFile}.hits`;

export function readFaultPlan(
  planFile: string,
  orderNoOf: (orderId: string) => Promise<string | undefined>,
): FaultPlan {
  const { faults } = planShape.parse(JSON.parse(readFileSync(planFile, 'utf8')));
  const wanted = new Map(faults.map((fault) => [`${fault.orderNo}/${fault.deed}`, fault]));
  const deeds = new Set(faults.map((fault) => fault.deed));
  return {
    interceptor: () => ({
      async execute(
        input: ActivityExecuteInput,
        next: Next<ActivityInboundCallsInterceptor, 'execute'>,
      ): Promise<unknown> {
        const deed = activityInfo().activityType;
        if (deeds.has(deed)) await maybeFail(planFile, wanted, deed, await orderNoOf(String(input.args[0])));
        return next(input);
      },
    }),
  };
}

async function maybeFail(
  planFile: string,
  wanted: Map<string, unknown>,
  deed: string,
  orderNo: string | undefined,
): Promise<void> {
  if (orderNo === undefined || !wanted.has(`${orderNo}/${deed}`)) return;
  const repaired = existsSync(repairedFile(planFile))
    ? readFileSync(repairedFile(planFile), 'utf8').split('\n')
    : [];
  if (repaired.includes(orderNo)) return;
  appendFileSync(hitsFile(planFile), `${orderNo}/${deed}\n`);
  throw ApplicationFailure.nonRetryable(`${deed}_fault`, 'InjectedFault');
}
