import type { Terminal } from './terminal.js';

/** A bar on standard error, for people: none when nobody looks. */
export interface Progress {
  at(bytes: number): void;
  end(): void;
}

const CELLS = 30;
const EVERY_MS = 100;

export function openProgress(terminal: Terminal, totalBytes: number | undefined): Progress {
  if (!terminal.errIsTty) return { at: () => undefined, end: () => undefined };
  let drawnMs = 0;
  return {
    at: (bytes) => {
      const nowMs = Date.now();
      if (nowMs - drawnMs < EVERY_MS && bytes !== totalBytes) return;
      drawnMs = nowMs;
      terminal.err(`\r${lineAt(bytes, totalBytes)}\x1b[K`);
    },
    end: () => terminal.err('\r\x1b[K'),
  };
}

function lineAt(bytes: number, totalBytes: number | undefined): string {
  if (!totalBytes) return `${megabytes(bytes)} sent`;
  const part = Math.min(1, bytes / totalBytes);
  const full = Math.round(part * CELLS);
  const bar = `${'█'.repeat(full)}${'░'.repeat(CELLS - full)}`;
  return `${bar} ${Math.floor(part * 100)} %  ${megabytes(bytes)} of ${megabytes(totalBytes)}`;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
