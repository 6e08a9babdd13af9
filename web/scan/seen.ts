/** What a picture shows: the text of a code and where its middle is, from 0 to 1. */
export interface Found {
  text: string;
  x: number;
  y: number;
}

/** Ours by its form; whether it is genuine is for the server to say. */
const OURS = /^https:\/\/[^/\s]+\/q#/i;

/** The one code that is meant, or those to choose from; the same code seen twice is one. */
export function chosenOf(found: readonly Found[]): { one?: Found; several: readonly Found[] } {
  const texts = new Map(found.map((code) => [code.text, code]));
  const several = [...texts.values()];
  const ours = several.filter(({ text }) => OURS.test(text));
  const one = ours.length === 1 ? ours[0] : several.length === 1 ? several[0] : undefined;
  return one ? { one, several: [] } : { several };
}

export const isOurs = (text: string): boolean => OURS.test(text);

/** How long a code must have been out of sight before it counts as shown again. */
const AWAY_MS = 3_000;

/** Of what a camera sees frame by frame: true when a code is shown anew, and once only while it stays in view. */
export function openSight(): (text: string, atMs: number) => boolean {
  const lastMs = new Map<string, number>();
  return (text, atMs) => {
    const before = lastMs.get(text);
    lastMs.set(text, atMs);
    return before === undefined || atMs - before > AWAY_MS;
  };
}
