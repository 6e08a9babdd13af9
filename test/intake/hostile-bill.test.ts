import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type BillLine, BillUnreadable, readBill } from '../../intake/read-bill.js';
import { FileRefused } from '../../intake/refusals.js';

const HEADER = 'movement,trade_no,out_trade_no,amount,currency';
const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
const line = fc.record({
  movement: fc.constantFrom('payment' as const, 'refund' as const),
  tradeNo: name,
  outTradeNo: name,
  amountMinor: fc.integer({ min: 0, max: 9_999_999 }),
  currency: fc.constantFrom('CNY', 'USD'),
});
const amount = (minor: number) => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
const written = ({ movement, tradeNo, outTradeNo, amountMinor, currency }: BillLine) =>
  [movement, tradeNo, outTradeNo, amount(amountMinor), currency].join(',');
const fileOf = (lines: readonly string[], end = '\n') => Buffer.from([HEADER, ...lines, ''].join(end));

type Reader = (bytes: Buffer) => Promise<BillLine[]>;
const reads = (reader: Reader, bytes: Buffer) =>
  reader(bytes).catch((error: unknown) => {
    if (error instanceof BillUnreadable || error instanceof FileRefused) return 'refused' as const;
    throw error;
  });

/** A line that lost cells or got a sign is refused with the whole bill; nothing after it goes missing. */
const keepsEveryLine = (reader: Reader) =>
  fc.asyncProperty(
    fc.array(line, { minLength: 2, maxLength: 12 }),
    fc.nat(),
    fc.constantFrom('cut', 'sign', 'word'),
    async (lines, at, how) => {
      const texts = lines.map(written);
      const place = at % lines.length;
      const cells = (texts[place] ?? '').split(',');
      if (how === 'cut') cells.length = 3;
      if (how === 'sign') cells.splice(0, 1, 'payment').splice(3, 1, '-');
      if (how === 'sign') cells[3] = '-1.00';
      if (how === 'word') cells[0] = 'gift';
      texts[place] = cells.join(',');
      expect(await reads(reader, fileOf(texts))).toBe('refused');
    },
  );

describe('a bill', () => {
  test('gives back what was written, whatever its line ends, blank lines and mark', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        fc.constantFrom('\n', '\r\n', '\r', '\n\n'),
        fc.boolean(),
        async (lines, end, marked) => {
          const bytes = Buffer.concat([Buffer.from(marked ? '\ufeff' : ''), fileOf(lines.map(written), end)]);
          expect(await readBill(bytes)).toEqual(lines);
        },
      ),
    );
  });

  test('of any bytes is read or refused, and never anything else', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 2_000 }),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(`${HEADER}\n${text}`)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (given) => {
        const seen = await reads(readBill, Buffer.from(given));
        if (seen !== 'refused') for (const one of seen) expect(one.amountMinor).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('is never taken without one of its lines', async () => {
    await fc.assert(keepsEveryLine(readBill));
  });

  test('control: a reader that ends where a line is short loses the rest', async () => {
    const careless: Reader = async (bytes) => {
      const lines: BillLine[] = [];
      for (const text of bytes.toString().split('\n').slice(1)) {
        const [movement, tradeNo = '', outTradeNo = '', sum, currency] = text.split(',');
        if (currency === undefined) break;
        const amountMinor = Math.abs(Math.round(Number(sum) * 100));
        lines.push({ movement: movement as 'payment', tradeNo, outTradeNo, amountMinor, currency });
      }
      return lines;
    };
    await expect(fc.assert(keepsEveryLine(careless))).rejects.toThrow('Property failed');
  });
});
