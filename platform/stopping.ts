const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Nobody is left to end by force what does not end by itself. */
const ALONE_MS = 15_000;

/**
 * Aborted when this process is told to stop, or when whoever started it is gone: the channel to it ends with it, also by
 * kill -9. A process without a channel hears signals alone.
 */
export function stopping(): AbortSignal {
  const stop = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => stop.abort());
  const alone = () => {
    setTimeout(() => process.exit(1), ALONE_MS).unref();
    stop.abort();
  };
  process.once('disconnect', alone);
  // It may have gone before this is reached.
  if (process.connected === false) alone();
  return stop.signal;
}

/** What is open, and has to be ended before the process. */
const open = new Set<() => Promise<void>>();

/** An end that is made once, however often it is asked for, and when the process is told to stop. */
export function endedOnce(end: () => Promise<void>): () => Promise<void> {
  let ended: Promise<void> | undefined;
  const once = () => {
    ended ??= end().finally(() => open.delete(once));
    return ended;
  };
  open.add(once);
  return once;
}

const STOPPED = 143;

/** Runs a command to its end. Told to stop, it does not wait for the command: it ends what is open and answers 143. */
export async function untilStopped(command: (stop: AbortSignal) => Promise<number>): Promise<number> {
  const stop = stopping();
  const stopped = new Promise<number>((resolve) => {
    const end = () =>
      void endEach([...open])
        .catch(() => undefined)
        .then(() => resolve(STOPPED));
    if (stop.aborted) end();
    else stop.addEventListener('abort', end, { once: true });
  });
  return Promise.race([unlessStopped(command(stop), stop), stopped]);
}

/**
 * Ends all and leaves none, the newest first: it may stand on those before. Each is tried, whatever becomes of the others.
 * @throws what the first that failed threw
 */
export async function endEach(ends: (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const end of ends.splice(0).toReversed()) {
    try {
      await end();
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** A command whose ground was taken away has no say. */
async function unlessStopped(done: Promise<number>, stop: AbortSignal): Promise<number> {
  const end = await done.then(
    (code) => () => code,
    (error: unknown) => () => {
      throw error;
    },
  );
  return stop.aborted ? new Promise(() => undefined) : end();
}
