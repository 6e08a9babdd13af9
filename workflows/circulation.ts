import type { Turn } from '../activities/turn.js';
import type { News } from './news.js';
import { survey } from './survey.js';

/**
 * The order is with people: departments, carriers, the customer, a reviewer or a technician (P4.1.1, P6.1.3, P6.3.2).
 * Waits for a fact that the lifecycle has not acted on, then looks again. Deadlines are columns, not timers.
 */
export async function circulation(orderId: string, news: News, appliedFact: number): Promise<Turn> {
  await news.after(appliedFact);
  return survey(orderId);
}
