/**
 * Keeps the page for when there is no network, and shows what is pushed. Written by hand: one page and the two files
 * that it names need no library, which would weigh more than they do. What is kept of an order is the page's own matter.
 */
const KEPT = 'oqr-page';
const PAGE = '/q/';

self.addEventListener('install', (event) => {
  event.waitUntil(keepPage().then(() => self.skipWaiting()));
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

async function keepPage() {
  const page = await fetch(PAGE, { cache: 'no-store' });
  const text = await page.clone().text();
  const files = [...text.matchAll(/(?:src|href)="(\/q\/[^"]+)"/g)].map(([, path]) => path);
  const kept = await caches.open(KEPT);
  for (const request of await kept.keys()) await kept.delete(request);
  await kept.put(PAGE, page);
  await kept.addAll(files);
}

/** The network first for the page, so that a new one is seen at once; its files have a hash in their name. */
self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.mode === 'navigate' && pathname === PAGE)
    event.respondWith(fetch(event.request).catch(() => caches.match(PAGE)));
  else if (pathname.startsWith('/q/assets/'))
    event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
});

self.addEventListener('push', (event) => {
  const { title, body } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, icon: '/q/icon.svg' }));
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(PAGE));
});
