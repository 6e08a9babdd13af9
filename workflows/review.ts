import type { Turn } from '../activities/turn.js';
import { attempt } from './attempt.js';

/** Opens the manual review; the decision comes back as news (P6.1.3). */
export const review = (orderId: string): Promise<Turn> => attempt('askForReview', orderId);
