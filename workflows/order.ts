import { continueAsNew, workflowInfo } from '@temporalio/workflow';
import { archive } from './archive.js';
import { circulation } from './circulation.js';
import { dispatch } from './dispatch.js';
import { issuing } from './issuing.js';
import { listen } from './news.js';
import { review } from './review.js';
import { survey } from './survey.js';
import { verification } from './verification.js';
import { writeOff } from './write-off.js';

/**
 * The life of one order's code, from the generation request to the archive. The record says where the order stands, so
 * a run may begin anywhere; the only thing that a run remembers is the last fact it acted on.
 */
export async function order(orderId: string): Promise<void> {
  const news = listen();
  for (let turn = await survey(orderId); turn.next !== 'rest' || news.since(turn.appliedFact); ) {
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof order>(orderId);
    switch (turn.next) {
      case 'issue':
        turn = await issuing(orderId);
        break;
      case 'dispatch':
        turn = await dispatch(orderId);
        break;
      case 'wait':
        turn = await circulation(orderId, news, turn.appliedFact);
        break;
      case 'verify':
        turn = await verification(orderId);
        break;
      case 'review':
        turn = await review(orderId);
        break;
      case 'write_off':
        turn = await writeOff(orderId);
        break;
      case 'archive':
        turn = await archive(orderId);
        break;
      case 'settle':
      case 'rest':
        turn = await survey(orderId);
        break;
    }
  }
}
