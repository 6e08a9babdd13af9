import { ROOT_CAUSES, type RootCause } from '../domain/incident.js';
import { option, type Typed } from './typed.js';

/** What a case came from: closing one needs it. */
export const ROOT_CAUSE = option('--root-cause <word>', 'what it came from')
  .choices(ROOT_CAUSES)
  .makeOptionMandatory();

export function rootCauseOf(typed: Typed): { rootCause: RootCause } {
  return { rootCause: ROOT_CAUSES.find((known) => known === typed.text('rootCause')) ?? 'other' };
}
