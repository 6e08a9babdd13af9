/** Serves the scan page where the house is out of reach. The build writes the files and the version in. */
const FILES = '__FILES__';
const CACHE = 'oqr-__VERSION__';
const PAGE = '/app/offline';

self.addEventListener('install', (event) => event.waitUntil(fill()));

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  const page = await fetch(PAGE, {
    headers: { accept: 'text/html' },
    cache: 'no-store',
    credentials: 'omit',
  });
  if (!page.ok) throw new Error(`the page answered ${page.status}`);
  await cache.put(PAGE, page);
}

/** The version before goes once no page of it is open. */
self.addEventListener('activate', (event) => event.waitUntil(begin()));

async function begin() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith('oqr-') && name !== CACHE).map((name) => caches.delete(name)),
  );
  await self.clients.claim();
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && pathname.startsWith('/app')) event.respondWith(pageFor(request));
  else if (FILES.includes(pathname)) event.respondWith(fileFor(request));
});

/** The page comes from the house while it answers, so that it is never an old one; its policy comes with it either way. */
async function pageFor(request) {
  try {
    return await fetch(request);
  } catch {
    return (await (await caches.open(CACHE)).match(PAGE)) ?? Response.error();
  }
}

async function fileFor(request) {
  return (await (await caches.open(CACHE)).match(request.url)) ?? fetch(request);
}
