import { appendFileSync } from 'node:fs';
import { ApplicationFailure } from '@temporalio/common';
import type { Drill } from '../activities/house.js';
import { hitsFile, readStepFaults } from '../platform/step-faults.js';

/** Makes the steps of a fault plan fail, or the worker die after them, and notes each time that it did. */
export function drillOf(planFile: string): Drill {
  const faults = readStepFaults(planFile);
  const note = (orderNo: string, step: string) => appendFileSync(hitsFile(planFile), `${orderNo}/${step}\n`);
  return {
    within: (step, { orderNo }) => {
      if (!faults.strikes(orderNo, step)) return;
      note(orderNo, step);
      throw ApplicationFailure.nonRetryable(`${step}_fault`, 'InjectedFault');
    },
    after: (step, { orderNo }) => {
      if (!faults.crashes(orderNo, step)) return;
      note(orderNo, step);
      process.kill(process.pid, 'SIGKILL');
    },
  };
}
