import { geohashOf } from './geohash.js';

const OLD_MS = 600_000;
const PATIENCE_MS = 10_000;

/** The place of this device, as far as it is known; scanning never waits for it, and nobody is asked for it. */
export async function findPlace(): Promise<string | undefined> {
  const permission = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => undefined);
  if (permission?.state !== 'granted') return undefined;
  return new Promise((resolve) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(geohashOf(coords)),
      () => resolve(undefined),
      { maximumAge: OLD_MS, timeout: PATIENCE_MS, enableHighAccuracy: false },
    ),
  );
}
