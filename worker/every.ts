import { setTimeout as sleep } from 'node:timers/promises';

interface AfterFailure {
  /** Is told why. */
  failed?: (error: unknown) => void;
  /** How long it rests then; as long as ever unless told. */
  restMs?: number;
}

/** Does something again and again until it is told to stop, resting in between; a failure ends nothing. */
export async function every(
  ms: number,
  stop: AbortSignal,
  act: () => Promise<unknown>,
  { failed, restMs = ms }: AfterFailure = {},
): Promise<void> {
  while (!stop.aborted) {
    const rest = await act().then(
      () => ms,
      (error: unknown) => {
        failed?.(error);
        return restMs;
      },
    );
    await sleep(rest, undefined, { signal: stop }).catch(() => undefined);
  }
}
