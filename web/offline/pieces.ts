import { type Done, isCounted, type Judgement, type Pieces, type Purpose } from './judge.js';

/** About what was counted; where that is no longer left, what was counted stands, and the house looks into it. */
export function counting(judged: Judgement, counted: readonly Pieces[] | undefined): Judgement {
  if (!counted || judged.colour === 'red') return judged;
  const left = new Map(judged.lines?.map(({ lineNo, quantity }) => [lineNo, quantity]));
  const isLeft = counted.every(({ lineNo, quantity }) => quantity <= (left.get(lineNo) ?? 0));
  const lines = [...counted];
  return isLeft || judged.colour === 'amber'
    ? { ...judged, lines }
    : { ...judged, colour: 'amber', why: 'nothing_left', lines };
}

interface Scanned {
  orderNo: string | null;
  purpose: Purpose;
  lines: readonly Pieces[];
  listId: string | null;
}

/** What this device did since it took the list. */
export function doneIn(told: readonly Scanned[], listId: string | undefined): Map<string, Done> {
  const done = new Map<string, Done>();
  for (const scan of told) {
    if (scan.orderNo === null || scan.listId !== listId) continue;
    done.set(scan.orderNo, withScan(done.get(scan.orderNo) ?? NOTHING_DONE, scan));
  }
  return done;
}

const NOTHING_DONE: Done = { picked: new Map(), packed: new Map(), shipped: new Map(), delivered: false };

function withScan(before: Done, { purpose, lines }: Scanned): Done {
  if (purpose === 'delivered') return { ...before, delivered: true };
  if (!isCounted(purpose)) return before;
  const sums = new Map(before[purpose]);
  for (const { lineNo, quantity } of lines) sums.set(lineNo, (sums.get(lineNo) ?? 0) + quantity);
  return { ...before, [purpose]: sums };
}
