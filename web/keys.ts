/** The keyboard map: one table for the screens and for the help that `?` opens. */
export const KEYS = {
  next: 'j',
  previous: 'k',
  open: 'Enter',
  claim: 'c',
  approve: 'a',
  reject: 'r',
  send_back: 't',
  escalate: 'e',
  next_best: 'n',
  undo: 'u',
  search: '/',
  help: '?',
  pick: 'x',
  nudge: 'n',
  reassign: 's',
  go_orders: 'g o',
  go_reviews: 'g r',
  go_cases: 'g c',
  go_incidents: 'g i',
  go_board: 'g b',
  go_scan: 'g s',
} as const;

export type Deed = keyof typeof KEYS;

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
}

const GO_MS = 1_500;

/** Reads presses one by one, as the deeds that a key stands for; `g` waits a moment for its letter, and nothing is read while text is being composed. */
export function openKeyboard(): (pressed: Pressed, atMs: number) => readonly Deed[] {
  let goUntilMs = 0;
  return (pressed, atMs) => {
    if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing) return [];
    const going = atMs < goUntilMs;
    goUntilMs = !going && pressed.key === 'g' ? atMs + GO_MS : 0;
    const typed = going ? `g ${pressed.key}` : pressed.key;
    return DEEDS.filter((deed) => KEYS[deed] === typed);
  };
}

export const DEEDS = Object.keys(KEYS) as Deed[];
