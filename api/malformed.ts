import type { z } from 'zod';
import { REFUSALS, type RefusalCode } from '../domain/refusal.js';

/** One thing that does not fit, and where. */
export interface FieldError {
  in: 'params' | 'query' | 'headers' | 'body';
  path: string;
  rule: string;
  message: string;
}

/** The request does not fit; thrown by the door alone, before anything is looked at. */
export class Malformed extends Error {
  readonly code: RefusalCode;
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[], code: RefusalCode = 'malformed') {
    super(code);
    this.name = 'Malformed';
    this.code = code;
    this.errors = errors;
  }
}

/** What zod found, as our own: a rule with a refusal of its own names it when nothing else is wrong. */
export function malformed(where: FieldError['in'], issues: readonly z.core.$ZodIssue[]): Malformed {
  const errors = issues.map((issue) => ({
    in: where,
    path: issue.path.map(String).join('.'),
    rule: refusalOf(issue) ?? issue.code,
    message: issue.message,
  }));
  const codes = new Set(issues.map(refusalOf));
  const [only] = codes;
  return new Malformed(errors, codes.size === 1 && only ? only : 'malformed');
}

/** Amounts and currencies have refusals of their own, whatever about them is wrong. */
const BY_FIELD: Readonly<Record<string, RefusalCode>> = {
  amountMinor: 'amount_invalid',
  currency: 'currency_unknown',
};

function refusalOf(issue: z.core.$ZodIssue): RefusalCode | undefined {
  const named: unknown = issue.code === 'custom' ? issue.params?.refusal : undefined;
  if (typeof named === 'string' && isRefusal(named)) return named;
  return BY_FIELD[String(issue.path.at(-1))];
}

const isRefusal = (code: string): code is RefusalCode => Object.hasOwn(REFUSALS, code);
