import { appendFileSync } from 'node:fs';
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { hitsFile, readStepFaults } from '../platform/step-faults.js';

export interface FaultPlan {
  interceptor(): ActivityInboundCallsInterceptor;
}

/** Makes the deeds of a fault plan fail, and notes each time that one did. */
export function readFaultPlan(
  planFile: string,
  orderNoOf: (orderId: string) => Promise<string | undefined>,
): FaultPlan {
  const faults = readStepFaults(planFile);
  return {
    interceptor: () => ({
      async execute(
        input: ActivityExecuteInput,
        next: Next<ActivityInboundCallsInterceptor, 'execute'>,
      ): Promise<unknown> {
        const deed = activityInfo().activityType;
        const orderNo = faults.deeds.has(deed) ? await orderNoOf(String(input.args[0])) : undefined;
        if (orderNo !== undefined && faults.strikes(orderNo, deed)) {
          appendFileSync(hitsFile(planFile), `${orderNo}/${deed}\n`);
          throw ApplicationFailure.nonRetryable(`${deed}_fault`, 'InjectedFault');
        }
        return next(input);
      },
    }),
  };
}
