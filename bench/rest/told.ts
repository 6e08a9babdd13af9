import { spread, table } from '../table.js';
import type { RestReport } from './run.js';

export function toldRest({ memory, startUp, web, missed }: RestReport): string {
  return [
    table([
      ['cached', 'worker MB'],
      ...memory.points.map(({ cached, residentMb }) => [String(cached), residentMb.toFixed(0)]),
    ]),
    `${memory.kbPerLifecycle.toFixed(0)} KB for each idle lifecycle`,
    `npm start is ready after ${spread(startUp.first, 1)} s, with data after ${spread(startUp.again, 1)} s`,
    table([['home', 'KB gzip'], ...Object.entries(web).map(([home, kb]) => [home, String(kb)])]),
    ...(missed.length > 0 ? missed : ['the goals are reached']),
  ].join('\n');
}
