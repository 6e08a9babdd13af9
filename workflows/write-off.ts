import type { Turn } from '../activities/turn.js';
import { attempt } from './attempt.js';

/** Writes the order off, once (P6.1.2, P6.2.1). */
export const writeOff = (orderId: string): Promise<Turn> => attempt('writeOff', orderId);
