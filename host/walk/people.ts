import type { Stack } from '../stack.js';
import { chance } from './chance.js';
import type { InjectedFaults } from './faults.js';
import { type FrontDoor, frontDoor, Refused } from './front-door.js';

interface ListedReview {
  id: string;
  orderNo: string;
  materialFact: number;
}
interface ListedCase {
  id: string;
  orderNo: string;
  code: string;
  status: string;
}

const APPROVED_SHARE = 0.8;
const PAGE = 100;

/** The scripted reviewer and technician; what they decide follows from the seed and the order's number. */
export function people(stack: Stack, seed: number, faults: InjectedFaults) {
  const reviewers = ['reviewer', 'reviewer2'].map((id) => frontDoor(stack.apiUrl, stack.tokenOf(id)));
  const technician = frontDoor(stack.apiUrl, stack.tokenOf('technician'));
  return {
    /** Decides every open review; returns how many decisions were taken. */
    review: async (): Promise<number> => {
      let decided = 0;
      for (const door of reviewers) decided += await decideAll(door, seed);
      return decided;
    },
    /** Mends and retries every technical case that waits; returns how many retries were asked for. */
    retry: async (): Promise<number> => {
      const { items } = await technician.get<{ items: ListedCase[] }>(`/cases?kind=technical&limit=${PAGE}`);
      const waiting = items.filter((one) => one.status === 'open');
      for (const one of waiting) {
        faults.repair(one.orderNo);
        await refusalIsFine(technician.post(`/cases/${one.id}/retries`, { rootCause: 'system_fault' }));
      }
      return waiting.length;
    },
  };
}

async function decideAll(door: FrontDoor, seed: number): Promise<number> {
  const { items } = await door.get<{ items: ListedReview[] }>(`/reviews?limit=${PAGE}`);
  let decided = 0;
  for (const { id, orderNo, materialFact } of items) {
    const decision = chance(seed, `review/${orderNo}`) < APPROVED_SHARE ? 'approved' : 'rejected';
    const claimed = await refusalIsFine(door.post(`/reviews/${id}/claims`, {}));
    if (
      claimed &&
      (await refusalIsFine(door.post(`/reviews/${id}/decision`, { decision, materialFact, reason: 'walk' })))
    )
      decided += 1;
  }
  return decided;
}

/** A refusal tells that somebody or something was quicker; the next round looks again. */
async function refusalIsFine(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return false;
    throw error;
  }
}
