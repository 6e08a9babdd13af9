import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ClientConfig } from '../platform/config.js';
import { demoToken } from '../platform/keys/demo-token.js';
import { openKeyRing } from '../platform/keys/ring.js';
import { Usage } from './failures.js';

/** Which API is called, and as whom. */
export interface Target {
  url: string;
  token: string | undefined;
}

export interface TargetOptions {
  url?: string | undefined;
  token?: string | undefined;
  as?: string | undefined;
}

/** The command line comes first, then the settings, then the installation that runs here. */
export function findTarget(options: TargetOptions, config: ClientConfig): Target {
  if (options.as !== undefined) return demoTarget(options, config);
  const url = options.url ?? config.url ?? runningHere(config)?.apiUrl;
  if (url === undefined)
    throw new Usage(
      '不知道服务地址：请用 --url 或 OQR_URL 给出，或先在这里运行 npm start。',
      'No address: give --url or OQR_URL, or run npm start here first.',
    );
  return { url: httpUrl(url), token: options.token ?? config.token };
}

/** A demo token goes to the installation it belongs to and nowhere else. */
function demoTarget(options: TargetOptions, config: ClientConfig): Target {
  const { as: person = '' } = options;
  if (options.token !== undefined)
    throw new Usage('--as 与 --token 只能用一个。', 'Give --as or --token, not both.');
  const running = runningHere(config);
  if (!running)
    throw new Usage(
      '--as 只用于本机正在运行的演示环境：请先运行 npm start。',
      '--as is for a demo installation that runs on this machine: run npm start first.',
    );
  const url = httpUrl(options.url ?? config.url ?? running.apiUrl);
  if (url !== httpUrl(running.apiUrl))
    throw new Usage(
      `--as 只用于本机的 ${running.apiUrl}，而给出的地址是 ${url}。`,
      `--as is for ${running.apiUrl} on this machine, and the address given is ${url}.`,
    );
  return { url, token: demoTokenOf(running.keyDir, person) };
}

function demoTokenOf(keyDir: string, person: string): string {
  try {
    return demoToken(openKeyRing(keyDir, { mayCreate: false }), person);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Usage(
      `打不开本机的密钥环（${why}）。`,
      `The key ring of this machine cannot be opened: ${why}`,
    );
  }
}

const running = z.object({ apiUrl: z.string(), keyDir: z.string() });

/** The installation whose data is in the data directory: of the settings, of this folder, or of the house itself. */
function runningHere({ dataDir }: ClientConfig): z.output<typeof running> | undefined {
  const dirs = dataDir === undefined ? [resolve('.data'), join(HOUSE, '.data')] : [resolve(dataDir)];
  const file = dirs.map((dir) => join(dir, 'running.json')).find((path) => existsSync(path));
  return file === undefined ? undefined : readRunning(file);
}

function readRunning(file: string): z.output<typeof running> {
  try {
    return running.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new Usage(`${file} 读不了，请重新运行 npm start。`, `${file} cannot be read: run npm start again.`);
  }
}

/** Where Order QR is installed. */
export const HOUSE = fileURLToPath(new URL('..', import.meta.url));

function httpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Usage(`这不是服务地址：${text}`, `This is no http address: ${text}`);
  return url.href.replace(/\/+$/, '');
}
