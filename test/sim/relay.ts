import type { Client } from '@temporalio/client';
import { relayOnce } from '../../worker/relay.js';
import { orderIdOf } from '../../workflows/contract.js';
import { asDb, openDatabase } from './database.js';
import { breathe } from './outages.js';
import type { Temporal } from './temporal.js';
import type { World } from './world.js';

/** The real relay, woken by the simulated clock. */
export interface Relay {
  poll(): void;
  /** Its process was replaced. */
  restart(): void;
}

const BETWEEN_MS = 50;
const OUTAGE_MS = 1_000;

export function openRelay(world: World, temporal: () => Temporal): Relay {
  const { clock, store } = world;
  let due = false;
  let busy = false;
  const later = (delayMs: number): void => {
    if (due) return;
    due = true;
    clock.after(delayMs, () => {
      due = false;
      once();
    });
  };
  const once = (): void => {
    const process = world.processes.relay;
    if (busy || !process.alive || !store.outbox.some(({ sent }) => !sent)) return;
    busy = true;
    const db = asDb(openDatabase(world, process));
    const ended = (delayMs: number) => () => {
      if (process !== world.processes.relay) return;
      busy = false;
      later(delayMs);
    };
    relayOnce({ db, client: clientOf(world, temporal), taskQueue: 'order' }).then(
      ended(BETWEEN_MS),
      ended(OUTAGE_MS),
    );
  };
  return {
    poll: () => later(BETWEEN_MS),
    restart: () => {
      busy = false;
      later(BETWEEN_MS);
    },
  };
}

class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** As much of Temporal's client as the relay uses; its answers are lost like any others. */
function clientOf(world: World, temporal: () => Temporal): Client {
  const { clock, faults } = world;
  const process = world.processes.relay;
  const strike = () => {
    const away = faults.on && (clock.nowMs() < faults.temporalAwayUntilMs || clock.chance(faults.loss));
    if (away) throw new Unavailable('Temporal is away');
  };
  const signalWithStart = async (_type: string, options: Signalling) => {
    await breathe({ world, process });
    strike();
    temporal().signalWithStart(orderIdOf(options.workflowId), options.signal, options.signalArgs[0]);
    await breathe({ world, process });
    strike();
  };
  return { workflow: { signalWithStart } } as unknown as Client;
}

interface Signalling {
  workflowId: string;
  signal: string;
  signalArgs: [number];
}
