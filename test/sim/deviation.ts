/** Bugs that can be planted into the simulated world, each a sentence about what goes wrong. */
export const MUTANTS = {
  ...{
    no_lock: 'an order is not locked',
    answered_before_commit: 'a transaction answers before its commit, which then is lost',
    half_rolled_back: 'a transaction that is rolled back leaves its facts behind',
    number_skipped: 'a number is used up by a transaction that then takes the next one',
    stated_twice: 'a fact stated twice under one id is recorded twice',
    wakes_nobody: 'a fact leaves no wake-up in the outbox',
    not_logged: 'a fact leaves no row in the log',
    keys_forgotten: 'an idempotency key is forgotten after its answer',
    key_before_deed: 'an idempotency key outlives the deed that failed',
    mark_stays: 'the mark is not moved to the last fact',
    mark_over_news: 'the sweep moves the mark over facts that nobody has acted on',
    state_stays: 'the row keeps its old state',
    settled_never: 'wake-ups are never done with',
    settled_at_once: 'wake-ups are done with when they are sent',
  },
  ...{
    partners_kept: 'deeds are kept whose shared transaction failed, and are done again',
    answers_crossed: 'of an answer for many, each deed gets what the one before it asked for',
    results_crossed: 'what one deed came to is told to another of its transaction',
    lost_told_done: 'a transaction that was lost is told as done',
    crowded: 'deeds of one order, or under one key, share a transaction',
  },
  ...{
    code_stays_live: 'the code before is not ended',
    issued_twice: 'an issue leaves two live codes',
    review_stays_open: 'a review is not closed',
    decision_lost: 'a decision is not copied beside its review',
    withdrawal_lost: 'a withdrawn decision still counts',
    offer_lost: 'an offered hop is not written',
    case_not_opened: 'a case is not opened',
    case_each_try: 'each failure opens a technical case of its own',
    case_stays_open: 'a retry does not settle its case',
    case_not_resolved: 'a resolved case stays open',
    cases_survive: 'the cases of a cancelled order stay open',
    retry_unproven: 'a retry is not proven by the write-off',
    file_missing: 'an archived order has no file',
    write_off_missing: 'a write-off leaves no row',
  },
  ...{
    hold_ignored: 'an order on hold is written off',
    old_evidence: 'facts after the verification are not looked at',
    no_review: 'a risky order is written off without its review',
    one_is_enough: 'one approval is enough where two are needed',
    exception_stays: 'an exception never closes',
    case_blocks_nothing: 'a blocking case opens no exception',
    late_unnoticed: 'a fact after the end is not noted',
    late_twice: 'a fact after the end is noted without end',
    not_archived: 'a written-off order is not archived',
    not_reissued: 'a code is not issued anew',
    not_dispatched: 'a code is not sent',
    returned_stays: 'a returned review does not go back into circulation',
    wrong_way_back: 'an exception returns to another state than its facts say',
    own_hand: 'a reviewer decides about what went through their hands',
  },
  ...{
    signal_lost: 'a lifecycle that runs hears nothing',
    never_woken: 'a waiting lifecycle looks at its condition once',
    run_twice: 'a signal begins a second run beside the first',
    failure_swallowed: 'a failed deed counts as a rest',
    runs_not_missed: 'the sweeper does not look for lost runs',
    sent_unclaimed: 'a message is sent without being claimed',
    sent_again: 'a message whose sender died is sent again',
    never_sent: 'a message is ended as sent before it is sent',
    jobs_not_renewed: 'a message that Redis forgot gets no job again',
    end_unsaid: 'the end of a message leaves no fact',
  },
} as const;
export type Mutant = keyof typeof MUTANTS;

let planted: Mutant | undefined;

/** Plants one bug and takes the one before away; undefined plants none. */
export function plant(mutant: Mutant | undefined): void {
  planted = mutant;
}

/** Whether the world deviates here. */
export const deviates = (mutant: Mutant): boolean => planted === mutant;
