import type { Readable } from 'node:stream';

/** What a command talks to: answers go out, everything else to err. */
export interface Terminal {
  out(text: string | Uint8Array): void;
  err(text: string): void;
  readonly outIsTty: boolean;
  readonly errIsTty: boolean;
  readonly input: Readable;
}
