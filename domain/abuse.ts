/** How scans are misused, and from how many on it counts (P3.3.2). Shapes and sums only: whoever calls decides what follows. */

/** Thresholds of a policy version. Scans a minute refuse at once; what is seen over minutes is found by the sweeper. */
export interface ScanGuard {
  /** Of strangers, of one text. */
  tokenPerMinute: number;
  /** Of strangers, from one address. */
  addressPerMinute: number;
  devicePerMinute: number;
  accountPerMinute: number;
  burst: Threshold;
  enumeration: Threshold;
  replay: Threshold;
  /** Faster than this between two places, and nobody carried it there. */
  travelKmh: number;
  blockMinutes: number;
}

export interface Threshold {
  count: number;
  minutes: number;
}

export const FIRST_GUARD: ScanGuard = {
  tokenPerMinute: 30,
  addressPerMinute: 30,
  devicePerMinute: 120,
  accountPerMinute: 240,
  burst: { count: 20, minutes: 5 },
  enumeration: { count: 15, minutes: 10 },
  replay: { count: 4, minutes: 10 },
  travelKmh: 900,
  blockMinutes: 15,
};

/** One scan as it was seen. Keys are hashes; `place` is the beginning of a geohash. */
export interface Seen {
  seenAt: Date;
  addressKey: string;
  tokenKey: string;
  personId: string | null;
  place: string | null;
  orderId: string | null;
  issueNo: number | null;
  verdict: string;
}

export type AnomalyKind = 'burst' | 'enumeration' | 'replay' | 'travel';

/** What was misused: one text, or an address. */
export interface Anomaly {
  kind: AnomalyKind;
  of: 'token' | 'address';
  key: string;
  orderId: string | null;
  issueNo: number | null;
}

/** What people make of it. */
export const ALERT_FINDINGS = ['misuse', 'harmless'] as const;
export type AlertFinding = (typeof ALERT_FINDINGS)[number];

/** Texts that are no code of ours, as somebody who guesses sends them. */
const GUESSES = ['code_unknown', 'code_forged', 'code_malformed'];

/** Every misuse that these scans show, each once; scans of people at work count for travel alone. */
export function anomaliesIn(scans: readonly Seen[], guard: ScanGuard): Anomaly[] {
  const inTime = scans.toSorted((a, b) => a.seenAt.getTime() - b.seenAt.getTime());
  const strangers = inTime.filter(({ personId }) => personId === null);
  const ofToken = (kind: AnomalyKind, [first]: readonly Seen[]): Anomaly => ({
    ...{ kind, of: 'token', key: first?.tokenKey ?? '' },
    ...{ orderId: first?.orderId ?? null, issueNo: first?.issueNo ?? null },
  });
  const tokens = [...grouped(strangers, ({ tokenKey }) => tokenKey).values()];
  const guesses = strangers.filter(({ verdict }) => GUESSES.includes(verdict));
  return [
    ...tokens.filter((one) => reaches(one, guard.burst, String)).map((one) => ofToken('burst', one)),
    ...tokens
      .filter((one) => reaches(one, guard.replay, (_, { addressKey }) => addressKey))
      .map((one) => ofToken('replay', one)),
    ...[...grouped(guesses, ({ addressKey }) => addressKey)]
      .filter(([, one]) => reaches(one, guard.enumeration, (_, { tokenKey }) => tokenKey))
      .map(([key]) => ({ kind: 'enumeration', of: 'address', key, orderId: null, issueNo: null }) as const),
    ...[...grouped(inTime, ({ tokenKey }) => tokenKey).values()]
      .filter((one) => wasCarriedTooFast(one, guard.travelKmh))
      .map((one) => ofToken('travel', one)),
  ];
}

/** Whether within some stretch of time so many different things were seen. */
function reaches(
  scans: readonly Seen[],
  { count, minutes }: Threshold,
  thing: (index: number, scan: Seen) => string,
): boolean {
  return scans.some((last, end) => {
    const fromMs = last.seenAt.getTime() - minutes * 60_000;
    const within = scans.slice(0, end + 1).map((scan, index) => [scan, thing(index, scan)] as const);
    return (
      new Set(within.filter(([{ seenAt }]) => seenAt.getTime() > fromMs).map(([, one]) => one)).size >= count
    );
  });
}

function wasCarriedTooFast(scans: readonly Seen[], kmh: number): boolean {
  const placed = scans.filter(({ place }) => place !== null);
  return placed.some((scan, index) => {
    const before = placed[index - 1];
    if (!before) return false;
    const hours = (scan.seenAt.getTime() - before.seenAt.getTime()) / 3_600_000;
    return leastKm(before.place ?? '', scan.place ?? '') > kmh * hours;
  });
}

const ALPHABET = '0123456789bcdefghjkmnpqrstuvwxyz';
const EARTH_KM = 6_371;

/** The shortest way between two cells of a geohash: from centre to centre, less the half of each. */
export function leastKm(one: string, other: string): number {
  const [a, b] = [cellOf(one), cellOf(other)];
  const [north, east] = [radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)];
  const chord =
    Math.sin(north / 2) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(east / 2) ** 2;
  const centres = 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
  return Math.max(0, centres - a.halfKm - b.halfKm);
}

const KM_PER_DEGREE = 111.2;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function cellOf(geohash: string): { latitude: number; longitude: number; halfKm: number } {
  const bounds = { latitude: [-90, 90] as [number, number], longitude: [-180, 180] as [number, number] };
  const bits = [...geohash].flatMap((letter) => {
    const value = Math.max(0, ALPHABET.indexOf(letter));
    return [16, 8, 4, 2, 1].map((bit) => (value & bit) !== 0);
  });
  for (const [index, upper] of bits.entries()) {
    const range = index % 2 === 0 ? bounds.longitude : bounds.latitude;
    const middle = (range[0] + range[1]) / 2;
    range[upper ? 0 : 1] = middle;
  }
  const [south, north] = bounds.latitude;
  const [west, east] = bounds.longitude;
  return {
    latitude: (south + north) / 2,
    longitude: (west + east) / 2,
    halfKm: (Math.hypot(north - south, east - west) / 2) * KM_PER_DEGREE,
  };
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
