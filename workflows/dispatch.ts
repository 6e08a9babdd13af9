import type { Turn } from '../activities/turn.js';
import { attempt } from './attempt.js';

/** Queues the message that brings the code to the customer, or the next channel's after one failed (P3.1.1). */
export const dispatch = (orderId: string): Promise<Turn> => attempt('dispatchCode', orderId);
