import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const WORKER = fileURLToPath(new URL('./service-worker.js', import.meta.url));
/** What a scan without the house opens: the page's own scripts and, of those loaded later, these. */
const LATER = /\/web\/(offline|scan)\/|\/web\/words\/(zh|en)\.ts$|\/antd\/es\/locale\/(zh_CN|en_US)/;
/** The decoder's thread and its WebAssembly, and every style. */
const BESIDE = /(^|\/)(decode-worker-[^/]*\.js|zxing_reader-[^/]*\.wasm|[^/]*\.css)$/;
const OWN = ['icon.svg', 'icon-192.png', 'icon-512.png', 'manifest.webmanifest'];

type Bundle = Parameters<Extract<NonNullable<Plugin['generateBundle']>, (...args: never) => unknown>>[1];

/** Writes `sw.js`: the service worker with the files that the scan page needs, and a version that changes with any of them. */
export function precache(): Plugin {
  return {
    name: 'oqr-precache',
    apply: 'build',
    generateBundle(_options, bundle) {
      const files = [...filesOf(bundle), ...OWN].map((file) => `/app/${file}`).toSorted();
      const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 12);
      const source = readFileSync(WORKER, 'utf8')
        .replace(`'__FILES__'`, JSON.stringify(files))
        .replace('__VERSION__', version);
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}

/** The entry and what it imports, then the later parts that are meant with what they import. */
function filesOf(bundle: Bundle): Set<string> {
  const found = new Set<string>();
  const take = (name: string): void => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || found.has(name)) return;
    found.add(name);
    for (const imported of chunk.imports) take(imported);
    for (const later of chunk.dynamicImports) if (isMeant(bundle, later)) take(later);
  };
  for (const [name, part] of Object.entries(bundle)) {
    if (part.type === 'chunk' && part.isEntry) take(name);
    if (BESIDE.test(name)) found.add(name);
  }
  return found;
}

function isMeant(bundle: Bundle, name: string): boolean {
  const chunk = bundle[name];
  return chunk?.type === 'chunk' && chunk.moduleIds.some((id) => LATER.test(id.replaceAll('\\', '/')));
}
