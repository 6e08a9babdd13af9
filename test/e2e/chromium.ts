import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const USUAL = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine: CHROMIUM_PATH, or where Debian puts it. */
export function chromiumPath(): string {
  const given = process.env.CHROMIUM_PATH;
  const found = (given ? [given] : USUAL).find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    given
      ? `CHROMIUM_PATH names ${given}, which does not exist`
      : `no Chromium in ${USUAL.join(', ')}: install it (Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM_PATH`,
  );
}

/** Nothing that a page asks of another host can leave this machine; that it asked is the guard's business. */
const FLAGS = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A camera of Chromium's own that shows a recorded picture (y4m or mjpeg) for ever. */
const cameraFlags = (file: string): string[] => [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${file}`,
];

export function openChromium({ cameraFile }: { cameraFile?: string | undefined } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    chromiumSandbox: false,
    args: [...FLAGS, ...(cameraFile ? cameraFlags(cameraFile) : [])],
  });
}
