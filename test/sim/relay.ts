import type { Client } from '@temporalio/client';
import type { Logger } from '../../platform/log.js';
import { openRelay as theRelay } from '../../worker/relay.js';
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
const KEEP_MS = 1_000;
const OUTAGE_MS = 1_000;
const SILENT = { warn: () => {} } as unknown as Logger;

export function openRelay(world: World, temporal: () => Temporal): Relay {
  const { clock } = world;
  let due = false;
  let hand = aHand();
  const later = (delayMs: number): void => {
    if (due) return;
    due = true;
    clock.after(delayMs, () => {
      due = false;
      once();
    });
  };
  const once = (): void => {
    const mine = hand;
    if (!mine.process.alive) return;
    if (mine.busy) {
      mine.again = true;
      return;
    }
    mine.busy = true;
    const ended = (failed: boolean) => {
      mine.busy = false;
      const waits = world.store.outbox.some(({ dueAtMs }) => dueAtMs <= clock.nowMs());
      if (mine === hand && (failed || mine.again || waits)) later(failed ? OUTAGE_MS : BETWEEN_MS);
      mine.again = false;
    };
    mine.relay.round().then(
      () => ended(false),
      () => ended(true),
    );
  };
  const keep = (mine: Hand): void => {
    if (mine.onTheWay === 0 || !mine.process.alive) return;
    void mine.relay.keep().catch(() => undefined);
    clock.after(KEEP_MS, () => keep(mine));
  };
  function aHand(): Hand {
    const process = world.processes.relay;
    const told = (change: 1 | -1) => {
      mine.onTheWay += change;
      if (change === 1 && mine.onTheWay === 1) clock.after(KEEP_MS, () => keep(mine));
      if (change === -1 && mine === hand) later(BETWEEN_MS);
    };
    const client = clientOf(world, temporal, told);
    const db = asDb(openDatabase(world, process));
    const relay = theRelay({ db, client, taskQueue: 'order', log: SILENT });
    const mine: Hand = { process, relay, onTheWay: 0, busy: false, again: false };
    return mine;
  }
  return {
    poll: () => later(BETWEEN_MS),
    restart: () => {
      hand = aHand();
      later(BETWEEN_MS);
    },
  };
}

/** What one process has in hand. */
interface Hand {
  process: World['processes']['relay'];
  relay: ReturnType<typeof theRelay>;
  onTheWay: number;
  busy: boolean;
  again: boolean;
}

class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** As much of Temporal's client as the relay uses; its answers are lost like any others. */
function clientOf(world: World, temporal: () => Temporal, told: (change: 1 | -1) => void): Client {
  const { clock, faults } = world;
  const process = world.processes.relay;
  const strike = () => {
    const away = faults.on && (clock.nowMs() < faults.temporalAwayUntilMs || clock.chance(faults.loss));
    if (away) throw new Unavailable('Temporal is away');
  };
  const signalWithStart = async (_type: string, options: Signalling) => {
    told(1);
    try {
      await breathe({ world, process });
      strike();
      temporal().signalWithStart(orderIdOf(options.workflowId), options.signal, options.signalArgs[0]);
      await breathe({ world, process });
      strike();
    } finally {
      told(-1);
    }
  };
  const withDeadline = <Result>(_deadline: number, deed: () => Promise<Result>) => deed();
  return { workflow: { signalWithStart }, withDeadline } as unknown as Client;
}

interface Signalling {
  workflowId: string;
  signal: string;
  signalArgs: [number];
}
