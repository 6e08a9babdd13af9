import type { Turn } from '../activities/turn.js';
import { attempt } from './attempt.js';

/** Evaluates the write-off rules on all facts (P6.1.2). */
export const verification = (orderId: string): Promise<Turn> => attempt('verifyOrder', orderId);
