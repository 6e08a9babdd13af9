import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../../platform/config.js';

/** Where the parts of the installation to be verified are. */
export interface Installation {
  databaseUrl: string;
  temporalAddress: string | undefined;
  keyDir: string;
  checkpointsFile: string | undefined;
}

const runningShape = z.object({
  databaseUrl: z.string(),
  temporalAddress: z.string(),
  keyDir: z.string().optional(),
});

/** The one that the settings name, or else the one that runs on this machine's data directory. */
export function findInstallation(config: Config): Installation {
  const checkpointsFile = join(config.OQR_DATA_DIR, 'checkpoints', 'log.jsonl');
  if (config.DATABASE_URL)
    return {
      databaseUrl: config.DATABASE_URL,
      temporalAddress: config.TEMPORAL_ADDRESS,
      keyDir: config.keyDir,
      checkpointsFile: existsSync(checkpointsFile) ? checkpointsFile : undefined,
    };
  const file = join(config.OQR_DATA_DIR, 'running.json');
  if (!existsSync(file))
    throw new Error(`nothing runs here: ${file} is missing. Run npm start first, or set DATABASE_URL.`);
  const { keyDir = config.keyDir, ...running } = runningShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { ...running, keyDir, checkpointsFile };
}
