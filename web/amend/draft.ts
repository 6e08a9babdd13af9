import type { z } from 'zod';
import type { Routes } from '../../api/contract/routes.js';
import { minorOf, typedAs } from '../format.js';

export type Changes = z.input<Routes['proposeAmendment']['body']>['changes'];
export type Line = z.output<Routes['showOrder']['answers'][200]['schema']>['lines'][number];
export const FIELDS = ['ref', 'name', 'contact', 'phone', 'email', 'address', 'country'] as const;
export type Field = (typeof FIELDS)[number];

/** A line as it is typed. */
export interface DraftLine {
  /** Of the form alone. */
  key: string;
  kind: Line['kind'];
  sku: string;
  name: string;
  quantity: number | null;
  amount: string | null;
}

export interface Draft {
  typed: Partial<Record<Field, string>>;
  /** Undefined: the lines stay. */
  lines: readonly DraftLine[] | undefined;
}

/** The lines as they are, to be typed over. */
export const draftOf = (lines: readonly Line[], currency: string): DraftLine[] =>
  lines.map(({ lineNo, kind, sku, name, quantity, amountMinor }) => ({
    ...{ key: String(lineNo), kind, sku, name, quantity },
    amount: typedAs(amountMinor, currency),
  }));

/** What is proposed; `wrong_lines` while a line is not complete. */
export function changesOf({ typed, lines }: Draft, currency: string): Changes | 'wrong_lines' {
  const said = FIELDS.flatMap((field) => {
    const value = typed[field]?.trim();
    return value ? [[field, field === 'country' ? value.toUpperCase() : value] as const] : [];
  });
  const whole = lines?.flatMap((line) => wholeOf(line, currency) ?? []);
  if (lines && (whole?.length !== lines.length || lines.length === 0)) return 'wrong_lines';
  return { ...Object.fromEntries(said), ...(whole && { lines: whole }) };
}

type WholeLine = NonNullable<Changes['lines']>[number];

function wholeOf({ kind, sku, name, quantity, amount }: DraftLine, currency: string): WholeLine | undefined {
  const amountMinor = amount === null ? undefined : minorOf(amount, currency);
  if (sku.trim() === '' || name.trim() === '' || !quantity || amountMinor === undefined) return undefined;
  return { kind, sku: sku.trim(), name: name.trim(), quantity, amountMinor };
}

/** What the code states: when one of these changes, it is issued anew. */
const IN_THE_CODE: readonly string[] = ['ref', 'name', 'lines'];

export const reissues = (changes: Changes): boolean =>
  Object.keys(changes).some((field) => IN_THE_CODE.includes(field));
