interface Case {
  status: string;
  closedAt: string | null;
  retryAt: string | null;
}
interface Work {
  mayNotRetry: boolean;
  skippable: boolean;
  skip: object | null;
}

/** What may be done about a case, by its kind, the usual deed first. */
export const DEEDS = {
  technical: ['retry', 'retry_at', 'retry_cancel', 'skip', 'give_up'],
  business: ['resolve', 'contact', 'tell'],
} as const;
export type CaseDeed = (typeof DEEDS)[keyof typeof DEEDS][number];

type Hindrance =
  `case.${'closed' | 'no_right' | 'is_retrying' | 'four_eyes' | 'not_scheduled' | 'not_skippable' | 'skip_waits'}`;

const RIGHTS: Readonly<Record<CaseDeed, 'case.retry' | 'case.resolve'>> = {
  retry: 'case.retry',
  retry_at: 'case.retry',
  retry_cancel: 'case.retry',
  skip: 'case.retry',
  give_up: 'case.retry',
  resolve: 'case.resolve',
  contact: 'case.resolve',
  tell: 'case.resolve',
};

/** Why a deed is not possible now, or undefined when it is; the server decides again. */
export function hindrance(
  deed: CaseDeed,
  one: Case,
  { work, rights }: { work: Work | undefined; rights: readonly string[] },
): Hindrance | undefined {
  const takenUpAgain = one.status === 'given_up' && (deed === 'retry' || deed === 'retry_at');
  if (one.closedAt !== null && !takenUpAgain) return 'case.closed';
  if (!rights.includes(RIGHTS[deed])) return 'case.no_right';
  if (one.status === 'retrying') return 'case.is_retrying';
  switch (deed) {
    case 'retry':
    case 'retry_at':
      return work?.mayNotRetry ? 'case.four_eyes' : undefined;
    case 'retry_cancel':
      return one.retryAt === null ? 'case.not_scheduled' : undefined;
    case 'skip':
      if (!work?.skippable) return 'case.not_skippable';
      if (work.mayNotRetry) return 'case.four_eyes';
      return work.skip ? 'case.skip_waits' : undefined;
    case 'give_up':
    case 'resolve':
    case 'contact':
    case 'tell':
      return undefined;
  }
}
