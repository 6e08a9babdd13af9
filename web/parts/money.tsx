import { money } from '../format.js';

export function Money({ minor, currency }: { minor: number; currency: string }) {
  return <span className="number">{money(minor, currency)}</span>;
}
