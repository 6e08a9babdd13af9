import { join } from 'node:path';
import { startProcess } from '../host/processes.js';
import { freePort } from '../platform/engines/ports.js';
import type { BenchRecord } from './record.js';

/** The API in a process of its own. */
export interface Serving {
  pid: number;
  port: number;
  url: string;
}

/** Serves a bench's record without limits on requests until the record is closed; `own` are settings beside. */
export async function serve(record: BenchRecord, own: Record<string, string> = {}): Promise<Serving> {
  const { adminUrl, dir } = record;
  const port = await freePort('the API');
  const { pid, stop } = await startProcess({
    name: 'api',
    logDir: join(dir, 'logs'),
    env: {
      DATABASE_URL: adminUrl,
      OQR_DATA_DIR: dir,
      OQR_KEY_DIR: join(dir, 'keys'),
      OQR_PORT: String(port),
      OQR_REQUESTS_PER_MINUTE: '100000000',
      OQR_LOG_LEVEL: 'warn',
      ...own,
    },
  });
  record.ends(stop);
  return { pid, port, url: `http://127.0.0.1:${port}` };
}
