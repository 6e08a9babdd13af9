import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { deviates } from '../deviation.js';
import { ContinuedAsNew, lifeOf, type Patience } from '../life.js';

/** The few calls of Temporal's workflow package that the tale and its steps use. */
export { ActivityFailure, ApplicationFailure };

interface Options {
  startToCloseTimeout: string;
  retry: {
    initialInterval: string;
    backoffCoefficient?: number;
    maximumInterval?: string;
    maximumAttempts?: number;
  };
}

const msOf = (text: string): number => {
  const [, count = '', unit = ''] = /^(\d+)(ms|s|m)$/.exec(text) ?? [];
  const unitMs = { ms: 1, s: 1_000, m: 60_000 }[unit];
  if (unitMs === undefined) throw new Error(`no duration: ${text}`);
  return Number(count) * unitMs;
};

function patienceOf({ startToCloseTimeout, retry }: Options, local: boolean): Patience {
  const { initialInterval, backoffCoefficient = 2, maximumInterval, maximumAttempts } = retry;
  return {
    ...{ local, backoff: backoffCoefficient },
    attemptMs: msOf(startToCloseTimeout),
    pauseMs: msOf(initialInterval),
    longestPauseMs: maximumInterval ? msOf(maximumInterval) : 100 * msOf(initialInterval),
    attempts: maximumAttempts ?? Number.POSITIVE_INFINITY,
  };
}

const proxies = (patience: Patience): Record<string, (arg: unknown) => Promise<unknown>> =>
  new Proxy({}, { get: (_, deed: string) => (arg: unknown) => lifeOf().order({ deed, arg, patience }) });

export const proxyActivities = (options: Options) => proxies(patienceOf(options, false));
export const proxyLocalActivities = (options: Options) => proxies(patienceOf(options, true));

export const defineSignal = (name: string): string => name;

export function setHandler(signal: string, handler: (value: number) => void): void {
  lifeOf().handlers.set(signal, handler);
}

export function condition(met: () => boolean): Promise<void> {
  const life = lifeOf();
  if (met()) return Promise.resolve();
  const once = deviates('never_woken');
  return new Promise((go) => life.conditions.push({ met: once ? () => false : met, go }));
}

export const workflowInfo = () => ({ continueAsNewSuggested: lifeOf().isLong() });

export const continueAsNew = async (): Promise<never> => {
  throw new ContinuedAsNew();
};
