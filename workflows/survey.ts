import type { Turn } from '../activities/turn.js';
import { attempt } from './attempt.js';

/** Reads the record and takes in what people and the world recorded. */
export const survey = (orderId: string): Promise<Turn> => attempt('survey', orderId);
