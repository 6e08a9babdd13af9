import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { pageWithFigures, plot } from '../../bench/figures/page.js';
import { picture } from '../../bench/figures/svg.js';

const read = (path: string): string => readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');

describe('the page of performance', () => {
  test('shows what docs/figures holds', () => {
    expect(read('performance.md')).toBe(pageWithFigures());
    expect(read('figures/performance.svg')).toBe(plot());
  });
});

describe('the plot', () => {
  const value = { median: 50, least: 40, most: 100 };

  test('draws a bar as long as its share of the longest', () => {
    const longest = { median: 100, least: 100, most: 100 };
    const bars = [
      { label: 'one', value, own: true },
      { label: 'two', value: longest, own: false },
    ];
    const svg = picture([{ title: 'a', unit: '/s', bars }], []);
    const [one = 0, two = 1] = [...svg.matchAll(/<rect x="130" y="\d+" width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    );
    expect(one / two).toBeCloseTo(0.5);
  });

  test('lets no word break out of its element', () => {
    const svg = picture([{ title: '<b>&', unit: '/s', bars: [{ label: '<i>', value, own: true }] }], []);
    expect(svg).toContain('&lt;b>&amp;');
    expect(svg).not.toMatch(/<[bi]>/);
  });
});
