import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export const text = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Top-level folders without what tools and runs leave behind. */
export const folders = (): string[] =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .filter((name) => !['node_modules', 'dist', 'coverage'].includes(name));

/** Every code file below a folder, as a path from the root. */
export const codeFiles = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(tsx?|mjs|cjs)$/.test(path))
    .map((path) => `${folder}/${path}`);

/** The rows of the first Markdown table after a heading or text, as cells. */
export function tableAfter(page: string, mark: string): string[][] {
  const [, after] = page.split(mark);
  if (after === undefined) throw new Error(`no "${mark}" in the page`);
  const lines = after.split('\n');
  const start = lines.findIndex((line) => /^\|[-|\s]+\|$/.test(line)) + 1;
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith('|'));
  return lines.slice(start, end < 0 ? undefined : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The words in backticks. */
export const quoted = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word ?? '');
