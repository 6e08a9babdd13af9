import type { Spread } from '../blocks.js';

/** Bars that belong together, on one scale. */
export interface Chart {
  title: string;
  unit: string;
  bars: readonly Bar[];
}

export interface Bar {
  label: string;
  value: Spread;
  /** The product's own, not a reference. */
  own: boolean;
}

/** Parts of one sum, side by side. */
export interface Stack {
  title: string;
  unit: string;
  parts: readonly { label: string; value: number }[];
}

const WIDTH = 860;
const MARGIN = 16;
const LEFT = 130;
const RIGHT = 230;
const ROW = 24;
const GAP = 44;
const OWN = '#1677ff';
const OTHER = '#bfbfbf';
const PARTS = ['#1677ff', '#13a8a8', '#fa8c16', '#9254de', '#8c8c8c', '#f759ab'];

/** One picture of charts and stacks, as SVG. */
export function picture(charts: readonly Chart[], stacks: readonly Stack[]): string {
  const parts: string[] = [];
  let top = MARGIN;
  for (const chart of charts) {
    parts.push(drawChart(chart, top));
    top += GAP + chart.bars.length * ROW;
  }
  for (const stack of stacks) {
    parts.push(drawStack(stack, top));
    top += GAP + ROW * 2;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" font-family="sans-serif" font-size="13">
<title>Rates beside their references</title>
<rect width="${WIDTH}" height="${top}" fill="#fff"/>
${parts.join('\n')}
</svg>
`;
}

function drawChart({ title, unit, bars }: Chart, top: number): string {
  const most = Math.max(...bars.map(({ value }) => value.most));
  const x = (value: number) => round(LEFT + (value / most) * (WIDTH - LEFT - RIGHT));
  const rows = bars.map(({ label, value, own }, at) => {
    const y = top + 22 + at * ROW;
    const told = `${short(value.median)} (${short(value.least)}–${short(value.most)}) ${unit}`;
    return [
      text(LEFT - 8, y + 12, label, 'end'),
      `<rect x="${LEFT}" y="${y}" width="${round(x(value.median) - LEFT)}" height="16" fill="${own ? OWN : OTHER}"/>`,
      `<path d="M${x(value.least)} ${y + 8}H${x(value.most)}" stroke="#262626"/>`,
      text(x(value.most) + 8, y + 12, told),
    ].join('');
  });
  return [heading(top, title), ...rows].join('\n');
}

function drawStack({ title, unit, parts }: Stack, top: number): string {
  const sum = parts.reduce((total, { value }) => total + value, 0);
  const scale = (WIDTH - 2 * MARGIN) / sum;
  let x = MARGIN;
  const drawn = parts.map(({ label, value }, at) => {
    const [left, width] = [round(x), round(value * scale)];
    x += value * scale;
    const fill = PARTS[at % PARTS.length];
    const bar = `<rect x="${left}" y="${top + 18}" width="${width}" height="22" fill="${fill}"/>`;
    return width > WIDTH / 14 ? bar + text(left + 4, top + 56, `${label} ${short(value)}`) : bar;
  });
  return [heading(top, `${title}: ${short(sum)} ${unit}`), ...drawn].join('\n');
}

const heading = (top: number, title: string): string =>
  `<text x="${MARGIN}" y="${top + 10}" font-weight="bold">${escaped(title)}</text>`;

const text = (x: number, y: number, what: string, anchor = 'start'): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${escaped(what)}</text>`;

const escaped = (what: string): string => what.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const round = (value: number): number => Math.round(value * 10) / 10;

/** Three digits are enough to look at. */
const short = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
