import type { Turn } from '../activities/turn.js';
import { attempt } from './attempt.js';

/** Mints, draws, decodes back and records the code (P2.1.2, P2.1.3, P2.3.1). */
export const issuing = (orderId: string): Promise<Turn> => attempt('issueCode', orderId);
