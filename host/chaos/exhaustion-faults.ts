import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rows } from '../../db/sql.js';
import type { HouseProcess } from '../processes.js';
import { type Fault, fillWorkers, type Ground, hurt, watchAnswers } from './fault.js';
import { type KeptLine, keptLine } from './kept-line.js';
import { repeatedly } from './process-faults.js';

const LINES = 4;
const IDLERS = 100;
/** What the API may still open when its descriptors become few. */
const SPARE_DESCRIPTORS = 8;
/** Below every descriptor that a running worker could open. */
const NO_DESCRIPTORS = 3;
const STARVED_MS = 8_000;
const AGAIN_MS = 250;
const LOSS_MS = 500;
const BACK_MS = 20_000;
const LEAST_HEAP_MB = 48;
const MORE_HEAP_MB = 4;
const HEAVY_BODIES = 30;
const HEAVY_LINES = 60_000;
const DEATH_MS = 180_000;
const DEATHS = 2;

/** Neither a file, a connection nor memory is to be had: what cannot be done is said or broken off, and never done by half. */
export const EXHAUSTION: Fault = {
  ...{ id: 'F28', name: 'no descriptors, then no memory left', part: 'worker' },
  ...{ holdMs: 1_000, shortMs: 1_000 },
  lacks: () =>
    spawnSync('prlimit', ['--version']).status === 0
      ? undefined
      : 'F28 needs prlimit: install the package util-linux',
  inject: (ground) => {
    const clear = watchAnswers(ground);
    return hurt(
      async () => {
        await startAnew(ground);
        clear();
      },
      async () => {
        await withoutDescriptors(ground);
        await workerWithoutMemory(ground);
        await apiWithoutMemory(ground);
      },
    );
  },
};

/** Whatever still runs under a limit is replaced. */
async function startAnew({ house: { stack } }: Ground): Promise<void> {
  for (const api of stack.running('api')) await api.stop();
  await Promise.all([stack.start('api'), fillWorkers({ stack })]);
}

async function withoutDescriptors(ground: Ground): Promise<void> {
  const { stack } = ground.house;
  const [api, worker] = [stack.running('api')[0], stack.running('worker')[0]];
  if (!api || !worker) throw new Error('no API or no worker runs');
  const lines = Array.from({ length: LINES }, () => keptLine(stack.apiUrl, stack.tokenOf('desk')));
  await Promise.all(lines.map((line) => line.ask('/orders?limit=1')));
  const idlers = crowd(Number(new URL(stack.apiUrl).port));
  const heal = [
    limit(api.pid, 'nofile', limitLeaving(api.pid, SPARE_DESCRIPTORS)),
    limit(worker.pid, 'nofile', NO_DESCRIPTORS),
  ];
  const kept = await repeatedly(LOSS_MS, () => loseConnections(ground));
  try {
    await starved(ground, lines);
  } finally {
    await kept();
    for (const restore of heal) restore();
    idlers.leave();
  }
  for (const began = performance.now(); ; await sleep(AGAIN_MS)) {
    const answers = await Promise.all(lines.map((line) => line.ask('/orders?limit=1')));
    if (answers.every((answer) => answer?.status === 200)) break;
    if (performance.now() - began > BACK_MS) throw new Error('the API never found its descriptors again');
  }
  for (const line of lines) line.close();
  const lived = (one: HouseProcess) => [...stack.running('api'), ...stack.running('worker')].includes(one);
  const outcome = (one: HouseProcess) => `the ${one.name} ${lived(one) ? 'went on' : 'ended'}`;
  ground.tell(`without descriptors ${outcome(api)}, ${outcome(worker)}; what ended is started again`);
  await fillWorkers(ground.house);
}

/** Answers over connections that were there are good or 503; new ones get none. Without both, and its log, nothing is proven. */
async function starved({ house: { stack, dataDir }, tell }: Ground, lines: readonly KeptLine[]) {
  const log = join(dataDir, 'logs', 'api.log');
  const before = statSync(log).size;
  const seen = new Map<string, number>();
  const ended = performance.now() + STARVED_MS;
  const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  const askOld = async (line: KeptLine) => {
    for (; performance.now() < ended; await sleep(AGAIN_MS)) {
      const answer = await line.ask('/orders?limit=1');
      note(answer ? `${answer.status}${answer.code ? ` ${answer.code}` : ''}` : 'broken off');
    }
  };
  const askNew = async () => {
    for (; performance.now() < ended; await sleep(AGAIN_MS)) {
      const fresh = keptLine(stack.apiUrl, stack.tokenOf('desk'));
      note((await fresh.ask('/health/live')) ? 'new taken' : 'new refused');
      fresh.close();
    }
  };
  await Promise.all([...lines.map(askOld), askNew()]);
  const known = ['200', '503 out_of_service', 'broken off', 'new taken', 'new refused'];
  const odd = [...seen.keys()].filter((what) => !known.includes(what));
  const told = [...seen].map(([what, times]) => `${what} ${times}`).join(', ');
  if (odd.length > 0) throw new Error(`without descriptors the API answered: ${told}`);
  const said = readFileSync(log).subarray(before).includes('EMFILE');
  if (!seen.has('503 out_of_service') || !seen.has('new refused') || !said)
    throw new Error(`descriptors did not run out: ${told}`);
  tell(`without descriptors: ${told}`);
}

/** Clients that connect, say nothing, and come again when they are sent away. */
function crowd(port: number): { leave(): void } {
  let here = true;
  const sockets = new Set<Socket>();
  const come = () => {
    if (!here) return;
    const socket = connect(port, '127.0.0.1');
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      setTimeout(come, AGAIN_MS);
    });
  };
  for (let index = 0; index < IDLERS; index += 1) come();
  return {
    leave: () => {
      here = false;
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** What must be opened anew needs a descriptor. */
const loseConnections = ({ admin }: Ground) =>
  rows(
    admin,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name in ('oqr-api', 'oqr-worker', 'oqr-sealer')`,
  );

/** A limit below which so many descriptors are free. */
function limitLeaving(pid: number, spare: number): number {
  const taken = new Set(readdirSync(`/proc/${pid}/fd`).map(Number));
  let soft = 0;
  for (let free = 0; free < spare; soft += 1) if (!taken.has(soft)) free += 1;
  return soft;
}

/** Lowers a running process's own limit; answers how it is restored, be the process there or not. */
function limit(pid: number, what: 'nofile' | 'data' | 'as', soft: number): () => void {
  const set = (value: string) => spawnSync('prlimit', ['--pid', String(pid), `--${what}=${value}:`]).status;
  const name = { nofile: 'Max open files', data: 'Max data size', as: 'Max address space' }[what];
  const line = readFileSync(`/proc/${pid}/limits`, 'utf8').match(new RegExp(`^${name} +(\\S+)`, 'm'));
  if (set(String(soft)) !== 0) throw new Error(`process ${pid} takes no limit of its ${what}`);
  return () => void set(line?.[1] ?? 'unlimited');
}

/** A worker that has just begun gets no memory beside what it has: it dies, is started again, and the other one goes on. */
async function workerWithoutMemory({ house, tell }: Ground): Promise<void> {
  await house.stack.running('worker')[0]?.stop();
  const worker = await house.stack.start('worker');
  for (const what of ['data', 'as'] as const) limit(worker.pid, what, 0);
  const began = performance.now();
  if ((await Promise.race([worker.ended, sleep(DEATH_MS, 'alive')])) === 'alive')
    throw new Error('a worker without memory did not die');
  tell(`a worker that got no more memory died after ${secondsSince(began)} s and was started again`);
  await fillWorkers(house);
}

/** An API with the smallest heap that it starts with dies of large bodies; its supervisor starts it each time. */
async function apiWithoutMemory({ house: { stack }, people, serial, tell }: Ground): Promise<void> {
  for (const api of stack.running('api')) await api.stop();
  const supervisor = supervise((heapMb) =>
    stack.start('api', { NODE_OPTIONS: `--max-old-space-size=${heapMb}` }),
  );
  const began = performance.now();
  const body = JSON.stringify({ lines: Array.from({ length: HEAVY_LINES }, () => ({})) });
  for (let index = 0; index < HEAVY_BODIES; index += 1)
    void people.enterBody(`HEAVY-${serial}-${index + 1}`, body);
  while (supervisor.deaths() < DEATHS && performance.now() - began < DEATH_MS) await sleep(AGAIN_MS);
  const [deaths, heapMb] = [supervisor.deaths(), supervisor.heapMb()];
  await supervisor.end();
  const told = `an API with a heap of ${heapMb} MB died ${deaths} times in ${secondsSince(began)} s`;
  if (deaths < DEATHS) throw new Error(told);
  tell(`${told} and was started each time`);
}

interface Supervisor {
  /** How often it died after it was ready. */
  deaths(): number;
  heapMb(): number;
  end(): Promise<void>;
}

/** Starts a process whenever it has ended; one that is not even ready gets a little more. */
function supervise(start: (heapMb: number) => Promise<HouseProcess>): Supervisor {
  let [deaths, heapMb, isHere] = [0, LEAST_HEAP_MB, true];
  let current: HouseProcess | undefined;
  const watching = (async () => {
    while (isHere) {
      current = await start(heapMb).catch(() => undefined);
      if (!isHere) await current?.kill();
      await current?.ended;
      if (!current) heapMb += MORE_HEAP_MB;
      else if (isHere) deaths += 1;
    }
  })();
  return {
    deaths: () => deaths,
    heapMb: () => heapMb,
    end: async () => {
      isHere = false;
      await current?.kill();
      await watching;
    },
  };
}

const secondsSince = (began: number): string => ((performance.now() - began) / 1_000).toFixed(1);
