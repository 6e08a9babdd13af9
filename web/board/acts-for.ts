/** Known of an order on its own page. */
export interface Standing {
  watched?: boolean;
  held?: boolean;
  pausedAt?: string | null;
}

const ACTS = [
  'nudge',
  'reassign',
  'prioritise',
  'extend',
  'escalate',
  'ask',
  'watch',
  'unwatch',
  'pause',
  'resume',
  'hold',
  'release',
] as const;
export type ActName = (typeof ACTS)[number];

/** Of watching, holding and pausing, an order that stands alone is offered what would change it. */
export function actsFor(orders: readonly Standing[]): readonly ActName[] {
  const [only, ...others] = orders;
  if (!only || others.length > 0) return ACTS;
  const changes = (done: boolean | undefined, act: ActName, undo: ActName) =>
    done === undefined ? [] : [done ? act : undo];
  const idle = [
    ...changes(only.watched, 'watch', 'unwatch'),
    ...changes(only.held, 'hold', 'release'),
    ...changes(only.pausedAt === undefined ? undefined : only.pausedAt !== null, 'pause', 'resume'),
  ];
  return ACTS.filter((act) => !idle.includes(act));
}
