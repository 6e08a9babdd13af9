import type { Turn } from '../activities/turn.js';
import { attempt } from './attempt.js';

/** Reads the write-off back and files the order (P6.2.2). */
export const archive = (orderId: string): Promise<Turn> => attempt('archiveOrder', orderId);
