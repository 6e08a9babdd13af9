/** The nearest change that would move an order, told by the rules in English words: here it becomes a key and values. */
const NEEDS: readonly [RegExp, Need][] = [
  [/^pay (?<amount>.+) more$/, 'pay'],
  [/^ship (?<count>\d+) more$/, 'ship'],
  [/^deliver the goods$/, 'deliver'],
  [/^complete the service$/, 'serve'],
  [/^approve the credit$/, 'credit'],
  [/^refund (?<amount>.+)$/, 'refund'],
  [/^settle in (?<currency>\w+) only$/, 'currency'],
  [/^take back what was shipped beyond the order$/, 'take_back'],
  [/^clear the payment mismatch$/, 'mismatch'],
  [/^close the dispute$/, 'dispute'],
  [/^(?<count>\d) reviewer$/, 'reviewer'],
  [/^retry (?<step>\w+)$/, 'retry'],
];

type Need =
  | 'pay'
  | 'ship'
  | 'deliver'
  | 'serve'
  | 'credit'
  | 'refund'
  | 'currency'
  | 'take_back'
  | 'mismatch'
  | 'dispute'
  | 'reviewer'
  | 'retry';

/** The key and values of a need, or undefined when the phrase is not known here. */
export function readNeed(phrase: string): { need: Need; values: Record<string, string> } | undefined {
  for (const [pattern, need] of NEEDS) {
    const match = pattern.exec(phrase);
    if (match) return { need, values: { ...match.groups } };
  }
  return undefined;
}
