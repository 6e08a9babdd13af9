import { z } from 'zod';

const outcome = z.strictObject({ id: z.string(), met: z.boolean(), expected: z.string(), found: z.string() });

/** One evaluation of the write-off and risk rules with everything it looked at. */
export const evaluation = z
  .strictObject({
    rule: z.string(),
    verdict: z.enum(['pass', 'not_yet', 'fail']),
    materialFact: z.int(),
    conditions: z.array(outcome),
    contradictions: z.array(outcome),
    risks: z.array(outcome),
    reviewers: z.int(),
    nearest: z.array(z.string()),
    inputs: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Evaluation' });
