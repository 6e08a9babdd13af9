import type { z } from 'zod';
import type { orderItem } from '../api/contract/orders.js';

export type State = z.output<typeof orderItem>['state'];

/** How a state looks, everywhere: chips, board, charts and timeline read this table. */
export interface Look {
  tone: 'grey' | 'blue' | 'violet' | 'gold' | 'red' | 'green' | 'black';
  /** 1 is the palest. */
  depth: 1 | 2 | 3;
  face: 'filled' | 'outlined' | 'struck';
  icon:
    | 'pen'
    | 'clock'
    | 'code'
    | 'send'
    | 'flow'
    | 'check'
    | 'eye'
    | 'alert'
    | 'done'
    | 'box'
    | 'stop'
    | 'hourglass'
    | 'erase';
}

const look = (tone: Look['tone'], icon: Look['icon'], rest: Partial<Look> = {}): Look => ({
  tone,
  icon,
  depth: 1,
  face: 'filled',
  ...rest,
});

export const LOOKS: Readonly<Record<State, Look>> = {
  entered: look('grey', 'pen', { face: 'outlined' }),
  requested: look('grey', 'clock'),
  issued: look('blue', 'code', { depth: 1 }),
  dispatched: look('blue', 'send', { depth: 2 }),
  circulating: look('blue', 'flow', { depth: 3 }),
  verifying: look('violet', 'check'),
  pending_review: look('gold', 'eye'),
  exception: look('red', 'alert'),
  written_off: look('green', 'done'),
  archived: look('green', 'box', { face: 'outlined' }),
  voided: look('grey', 'stop', { face: 'struck' }),
  expired: look('grey', 'hourglass', { face: 'struck' }),
  purged: look('black', 'erase', { face: 'outlined' }),
};

/** In the order of the lifecycle. */
export const STATES = Object.keys(LOOKS) as readonly State[];
