import { appendFileSync } from 'node:fs';
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { hitsFile, readStepFaults } from '../platform/step-faults.js';

export interface FaultPlan {
  interceptor(): ActivityInboundCallsInterceptor;
}

/** Makes the deeds of a fault plan fail, or the worker die after them, and notes each time that it did. */
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
        if (orderNo === undefined) return next(input);
        const note = () => appendFileSync(hitsFile(planFile), `${orderNo}/${deed}\n`);
        if (faults.strikes(orderNo, deed)) {
          note();
          throw ApplicationFailure.nonRetryable(`${deed}_fault`, 'InjectedFault');
        }
        const done = await next(input);
        if (faults.crashes(orderNo, deed)) {
          note();
          process.kill(process.pid, 'SIGKILL');
        }
        return done;
      },
    }),
  };
}
