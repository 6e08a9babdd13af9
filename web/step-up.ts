/** Weighty requests wait here together until their person has proven once more who they are, or would rather not. */
export interface Asked {
  methods: readonly string[];
  answer(proven: boolean): void;
}

let asked: (Asked & { outcome: Promise<boolean> }) | undefined;
const watchers = new Set<() => void>();

/** Asks on the screen; true when the proof was given. */
export function askStepUp(methods: readonly string[]): Promise<boolean> {
  if (watchers.size === 0) return Promise.resolve(false);
  if (asked) return asked.outcome;
  let answer: (proven: boolean) => void = () => undefined;
  const outcome = new Promise<boolean>((resolve) => {
    answer = (proven) => {
      asked = undefined;
      tell();
      resolve(proven);
    };
  });
  asked = { methods, answer, outcome };
  tell();
  return outcome;
}

export const stepUpAsked = (): Asked | undefined => asked;

export function watchStepUp(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) asked?.answer(false);
  };
}

function tell(): void {
  for (const watcher of watchers) watcher();
}
