import { heldBack, type Standing } from './lifecycle.js';
import type { Evaluation } from './rules.js';

/** Why an order waits, as data: screens make the sentence. `needs` are the nearest changes that would move it. */
export interface WaitingFor {
  code: 'generation_request' | 'facts' | 'reviewer' | 'case' | 'archive' | 'release';
  needs: readonly string[];
}

/** The reason of an order that waits, or null when it does not. */
export function waitingFor(order: Standing, evaluation: Evaluation): WaitingFor | null {
  if (heldBack(order)) return { code: 'release', needs: [] };
  switch (order.state) {
    case 'entered':
      return { code: 'generation_request', needs: [] };
    case 'issued':
    case 'dispatched':
    case 'circulating':
      return { code: 'facts', needs: evaluation.nearest };
    case 'pending_review':
      return { code: 'reviewer', needs: [`${order.verified?.reviewers ?? 1} reviewer`] };
    case 'exception':
      return { code: 'case', needs: [] };
    case 'written_off':
      return { code: 'archive', needs: [] };
    default:
      return null;
  }
}
