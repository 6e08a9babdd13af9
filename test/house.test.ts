import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FACT_SOURCES, FACT_TYPES, FACTS } from '../domain/facts.js';
import { MOVES, STATES } from '../domain/lifecycle.js';
import { LINE_KINDS, ORDER_KINDS, SETTLEMENTS } from '../domain/order.js';
import { REFUSALS } from '../domain/refusal.js';
import { OWN_HAND } from '../domain/review.js';
import { PAGES } from '../scripts/pages.js';
import { SIGNALS } from '../workflows/contract.js';
import { codeFiles, folders, quoted, root, tableAfter, text } from './house/files.js';

const code = folders().flatMap(codeFiles);
const source = code.filter((path) => !path.startsWith('test/'));
const pack = JSON.parse(text('package.json'));

describe('files', () => {
  test('outside tests none is longer than 300 lines', () => {
    expect(source.length).toBeGreaterThan(100);
    expect(source.filter((path) => text(path).split('\n').length > 301)).toEqual([]);
  });

  const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
  const DRAWER = /^(utils?|helpers?|common|lib|misc|types|constants|shared|manager|service|base)$/;

  test('are named in kebab-case, and none after a drawer', () => {
    const names = code.map(
      (path) =>
        path
          .split('/')
          .at(-1)
          ?.replace(/(\.test|\.e2e|\.d)?\.(tsx?|mjs|cjs)$/, '')
          .replace(/^jest\.config$/, 'jest-config') ?? '',
    );
    expect(names.filter((name) => !KEBAB.test(name) || DRAWER.test(name))).toEqual([]);
  });

  test.each(['orderState', 'order_state', 'utils', 'helpers'])('control: %s would be caught', (name) => {
    expect(!KEBAB.test(name) || DRAWER.test(name)).toBe(true);
  });

  test('the environment is read by the config and handed on by host/processes alone', () => {
    const readers = source.filter((path) => /\.tsx?$/.test(path) && /process\.env\b/.test(text(path)));
    expect(readers).toEqual(['host/processes.ts', 'platform/config.ts']);
  });

  test('our exports have names', () => {
    expect(source.filter((path) => /\.tsx?$/.test(path) && /^export default/m.test(text(path)))).toEqual([]);
  });
});

describe('pages made from the domain', () => {
  test.each(Object.keys(PAGES))('%s is as `npm run docs` writes it', (path) => {
    expect(text(path)).toBe(PAGES[path]?.());
  });

  test('the state table of docs/LIFECYCLE.md is the table of the domain', () => {
    const rows = tableAfter(text('docs/LIFECYCLE.md'), '```mermaid').map(([state = '', , moves = '']) => [
      quoted(state)[0],
      Object.fromEntries([...moves.matchAll(/(\w+) → (\w+)/g)].map(([, fact, to]) => [fact, to])),
    ]);
    expect(Object.fromEntries(rows)).toEqual(MOVES);
  });

  test('every refusal has a status for the caller and a sentence in both languages', () => {
    for (const { status, zh, en } of Object.values(REFUSALS)) {
      expect(status === 503 || (status >= 400 && status < 500)).toBe(true);
      expect(zh).toMatch(/\p{Script=Han}.*。$/u);
      expect(en).toMatch(/^[A-Z].*\.$/);
    }
  });
});

/** The dump is compared with the migrated catalog in test/db/schema.test.ts. */
describe('lists in the schema', () => {
  const schema = text('db/schema.sql');
  const literals = (sql: string) => [...sql.matchAll(/'([A-Za-z_]+)'/g)].map(([, word]) => word ?? '');
  const allowed = (column: string) => {
    const check = new RegExp(`constraint ${column.replace('.', '_')}_check CHECK (.*)`).exec(schema);
    if (!check?.[1]) throw new Error(`${column} has no check`);
    return literals(check[1]).toSorted();
  };
  const lines: readonly [string, readonly string[]][] = [
    ['orders.state', STATES],
    ['orders.kind', ORDER_KINDS],
    ['orders.settlement', SETTLEMENTS],
    ['order_lines.kind', LINE_KINDS],
    ['facts.source', FACT_SOURCES],
    ['facts.family', [...new Set(FACT_TYPES.map((type) => FACTS[type].family))]],
    ['verifications.verdict', ['pass', 'not_yet', 'fail']],
    ['outbox.signal', Object.values(SIGNALS)],
  ];

  test.each(lines)('%s allows what the domain knows', (column, words) => {
    expect(allowed(column)).toEqual([...words].toSorted());
  });

  test('four eyes: the deeds and decisions that the trigger names are those of the domain', () => {
    const deeds = /and type in \((.*)\)/.exec(schema)?.[1] ?? '';
    expect(literals(deeds)).toEqual(OWN_HAND);
    const guarded = /TRIGGER facts_four_eyes .* WHEN (.*) EXECUTE/.exec(schema)?.[1] ?? '';
    const decisions = FACT_TYPES.filter(
      (type) => FACTS[type].family === 'decision' && type.startsWith('review_'),
    );
    expect(literals(guarded)).toEqual(decisions);
  });
});

describe('packages', () => {
  const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

  test('are pinned exactly', () => {
    const versions = Object.entries({ ...pack.dependencies, ...pack.devDependencies });
    expect(versions.length).toBeGreaterThan(30);
    expect(versions.filter(([, version]) => !EXACT.test(String(version)))).toEqual([]);
    for (const range of ['^1.2.3', '~1.2.3', '1.2', 'latest', '*']) expect(EXACT.test(range)).toBe(false);
  });

  test('the lock names hashes, not the registry they came from', () => {
    const lock: { packages: Record<string, { resolved?: string; integrity?: string; link?: boolean }> } =
      JSON.parse(text('package-lock.json'));
    const locked = Object.entries(lock.packages).filter(([path]) => path.startsWith('node_modules/'));
    expect(locked.filter(([, one]) => one.resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(locked.filter(([, one]) => !one.integrity).map(([path]) => path)).toEqual([]);
  });
});

describe('words to type', () => {
  const pages = [
    'README.md',
    'docs/ARCHITECTURE.md',
    'docs/STYLE.md',
    'docs/RUNBOOK.md',
    'docs/IMPORT.md',
    '.ci/run',
  ];

  const unknownIn = (page: string): string[] =>
    [...page.matchAll(/(?:^|`|\$ )npm (?:run (?:-s )?)?(?!install\b|ci\b)([a-z0-9:]+)/gm)]
      .map(([, name]) => name ?? '')
      .filter((name) => !(name in pack.scripts));

  test.each(pages)('every npm command in %s exists', (page) => {
    expect(unknownIn(text(page))).toEqual([]);
  });

  test('control: a command that does not exist is found', () => {
    expect(unknownIn('`npm run nowhere` and\nnpm run -s nothing\n`npm test`')).toEqual([
      'nowhere',
      'nothing',
    ]);
  });

  test('every command leads to a file', () => {
    const targets = Object.values<string>(pack.scripts).flatMap(
      (line) => line.match(/\S+\.(ts|mjs)\b/g) ?? [],
    );
    expect(targets.length).toBeGreaterThan(5);
    for (const target of targets) expect(statSync(join(root, target)).isFile()).toBe(true);
  });

  test('`npm run check` checks types, lint, walls and unused code; .ci/run checks, tests and walks', () => {
    const check = text('scripts/check.mjs');
    for (const tool of ['tsc', 'biome', 'depcruise', 'knip']) expect(check).toContain(`'${tool}'`);
    for (const command of ['npm run check', 'npm test', 'npm run test:walks'])
      expect(text('.ci/run')).toContain(command);
    expect(statSync(join(root, '.ci/run')).mode & 0o111).toBe(0o111);
  });
});

describe('documents', () => {
  test.each([
    ['README.md', 120],
    ['docs/LIFECYCLE.md', 40],
    ['docs/ARCHITECTURE.md', 150],
  ])('%s has at most %i lines', (path, most) => {
    expect(text(path).split('\n').length - 1).toBeLessThanOrEqual(most);
  });

  test('the change log has a heading for the version in package.json', () => {
    expect(text('CHANGELOG.md')).toContain(`\n## ${pack.version}`);
  });

  test('every warning and error that is logged has its heading in docs/RUNBOOK.md', () => {
    const headings =
      text('docs/RUNBOOK.md')
        .match(/^## .*$/gm)
        ?.join('\n') ?? '';
    const logged = source.flatMap((path) =>
      [...text(path).matchAll(/log\.(?:warn|error)\([^']*?'([^'\n]+)'\s*,?\s*\)/g)].map(
        ([, words]) => words ?? '',
      ),
    );
    expect(logged.length).toBeGreaterThan(7);
    expect(logged.filter((words) => !headings.includes(`\`${words}`))).toEqual([]);
  });

  test('links between documents lead somewhere', () => {
    const pages = [
      'README.md',
      'docs/ARCHITECTURE.md',
      'docs/RUNBOOK.md',
      'docs/STYLE.md',
      'docs/LIFECYCLE.md',
    ];
    for (const page of pages) {
      const links = [...text(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link ?? '');
      for (const link of links) expect(existsSync(join(root, page, '..', link))).toBe(true);
    }
  });
});
