import { CURRENCIES, parseMinor, scaleOf } from '../domain/money.js';
import { Usage } from './failures.js';

export interface Amount {
  amountMinor: number;
  currency: string;
}

/** An amount as people write it, "120.00", exactly: nothing is rounded and nothing is guessed. */
export function amountOf(text: string, currency: string): Amount {
  const scale = scaleOf(currency);
  if (scale === undefined) {
    const known = Object.keys(CURRENCIES).join(', ');
    throw new Usage(
      `不认识币种 ${currency}；可用：${known}`,
      `${currency} is not known here; known: ${known}.`,
    );
  }
  const amountMinor = parseMinor(text, currency);
  if (amountMinor === undefined || amountMinor < 0) throw unreadable(text, currency, scale);
  return { amountMinor, currency };
}

function unreadable(text: string, currency: string, scale: number): Usage {
  const example = scale === 0 ? '120' : `120.${'0'.repeat(scale)}`;
  return new Usage(
    `金额 ${text} 无法读取：${currency} 最多 ${scale} 位小数，不带符号和分隔符，例如 ${example}。`,
    `The amount ${text} cannot be read: ${currency} has at most ${scale} decimals, no sign and no separators, as in ${example}.`,
  );
}
