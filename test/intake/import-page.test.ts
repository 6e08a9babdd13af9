import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { mappingSchema } from '../../intake/mapping.js';
import { PRESETS } from '../../intake/presets.js';
import { FILE_REFUSALS, ROW_REFUSALS } from '../../intake/refusals.js';
import { readAll } from './a-file.js';

const page = readFileSync(new URL('../../docs/IMPORT.md', import.meta.url), 'utf8');
const block = (language: string) => new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)?.[1] ?? '';

test('the mapping on the page reads the file on the page', async () => {
  const mapping = mappingSchema.parse(JSON.parse(block('json')));
  const reads = await readAll(block('csv'), { mapping });
  expect(reads).toMatchObject([
    {
      rows: [2, 3],
      draft: {
        orderNo: 'SO-1001',
        orderedAt: '2024-05-06T09:30:00.000+08:00',
        kind: 'mixed',
        settlement: 'prepaid',
        customer: { address: '上海, 浦东新区 1 号\n3 楼', country: 'CN' },
        lines: [{ amountMinor: 23_040 }, { amountMinor: 9_900 }, { name: '运费', amountMinor: 1_200 }],
      },
      facts: [{ type: 'payment_received', amountMinor: 34_140 }, { type: 'shipped' }],
    },
    {
      rows: [4],
      draft: { orderNo: 'SO-1002', settlement: 'cash_on_delivery', lines: [{ amountMinor: 12_800 }] },
      facts: [],
    },
  ]);
});

test('the page names every refusal and no other', () => {
  const [rows = '', files = ''] =
    page.split('## Why an order is refused')[1]?.split('## Why a file is refused') ?? [];
  expect(codesIn(rows)).toEqual(Object.keys(ROW_REFUSALS).sort());
  expect(codesIn(files)).toEqual(Object.keys(FILE_REFUSALS).sort());
});

test('a mapping with a slip is refused, by field', () => {
  const good = JSON.parse(block('json'));
  const slips: [string, object][] = [
    ['currency', { currency: 'XXX' }],
    ['timeZone', { timeZone: 'Asia/Nowhere' }],
    ['line', { line: undefined }],
    ['settlement', { settlement: 'cash' }],
    [
      'facts',
      {
        facts: [
          { column: 'a', facts: ['shipped_all'] },
          { column: 'b', facts: ['shipped_all'] },
        ],
      },
    ],
    ['facts', { facts: [{ column: 'a', facts: ['payment_received'] }] }],
    ['', { freight: 'x' }],
  ];
  for (const [field, slip] of slips) {
    const parsed = mappingSchema.safeParse({ ...good, ...slip });
    expect([field, parsed.error?.issues[0]?.path[0] ?? '']).toEqual([field, field]);
  }
  expect(mappingSchema.safeParse(good).success).toBe(true);
});

test('every preset states its assumptions', () => {
  for (const preset of Object.values(PRESETS)) expect(preset.assumptions.length).toBeGreaterThan(0);
});

/** The codes of a table are in its first column. */
function codesIn(section: string): string[] {
  const cells = section
    .split('\n')
    .flatMap((line) => (line.startsWith('| `') ? [line.split('|')[1] ?? ''] : []));
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? '')).sort();
}
