import { row } from '../../db/sql.js';
import { raceNaively } from './naive.js';
import type { Raced } from './raced.js';
import { RACES, type Race } from './races.js';
import { issuedOrders, openRaceStage, type RaceStage, type Racing, rush, someAtOnce } from './stage.js';

export interface RaceOptions {
  orders: number;
  rivals: number;
  /** How the names of the races begin. */
  only: string;
  say: (line: string) => void;
}

export interface RaceReport {
  races: Raced[];
  /** The same rivals where nothing guards: these must double, or the races above prove nothing. */
  controls: Raced[];
  missed: string[];
}

const CONTROL_ORDERS = 100;

export async function race({ orders, rivals, only, say }: RaceOptions): Promise<RaceReport> {
  const stage = await openRaceStage(rivals, say);
  try {
    const races: Raced[] = [];
    for (const [index, one] of RACES.filter(({ name }) => name.startsWith(only)).entries()) {
      say(`${one.name}: ${orders} orders go to the line`);
      const raced = await runRace(stage, one, await lineUp(stage, one, { orders, prefix: `R${index}` }));
      say(`${one.name}: doubled ${raced.doubled}, lost ${raced.lost}, ${raced.seconds.toFixed(0)} s`);
      races.push(raced);
    }
    const controls = await raceNaively(stage, Math.min(orders, CONTROL_ORDERS));
    return { races, controls, missed: [...races.flatMap(missedIn), ...controls.flatMap(deaf)] };
  } finally {
    await stage.close();
  }
}

async function lineUp(
  stage: RaceStage,
  { amountMinor, prepare }: Race,
  { orders, prefix }: { orders: number; prefix: string },
): Promise<Racing[]> {
  const ready = await issuedOrders(stage, orders, { prefix, amountMinor });
  await someAtOnce(ready, (order) => prepare(stage, order));
  return ready;
}

async function runRace(stage: RaceStage, one: Race, orders: readonly Racing[]): Promise<Raced> {
  const { rivals, record } = stage;
  const raced: Raced = {
    name: one.name,
    orders: orders.length,
    attempts: 0,
    doubled: 0,
    lost: 0,
    seconds: 0,
  };
  const beganMs = performance.now();
  await someAtOnce(orders, async (order) => {
    const answers = await rush(rivals, (rival) => one.attempt(stage, order, rival));
    await one.finish?.(stage, order);
    const counts = `select array[${one.came.join(', ')}] as came`;
    const found = await row<{ came: number[] }>(record.admin, counts, { orderId: order.id });
    const winners = new Set(answers.filter((answer) => answer !== undefined)).size;
    count(raced, rivals, [...(found?.came ?? [0]), winners]);
  });
  return { ...raced, seconds: (performance.now() - beganMs) / 1_000 };
}

/** One order's race is over. */
function count(raced: Raced, attempts: number, times: readonly number[]): void {
  raced.attempts += attempts;
  if (times.some((time) => time > 1)) raced.doubled += 1;
  if (times.some((time) => time < 1)) raced.lost += 1;
}

const missedIn = ({ name, doubled, lost }: Raced): string[] =>
  doubled + lost > 0 ? [`${name}: ${doubled} doubled, ${lost} lost`] : [];

const deaf = ({ name, doubled }: Raced): string[] =>
  doubled === 0 ? [`${name}: nothing doubled, so these rivals do not race`] : [];
