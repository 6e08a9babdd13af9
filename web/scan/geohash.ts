/** Where a scanner is, to some 20 km: enough to see a code in two towns at once, and too coarse to follow anybody. */

const LETTERS = 4;
const ALPHABET = '0123456789bcdefghjkmnpqrstuvwxyz';

/** The first letters of a geohash: bits of longitude and latitude in turn, five a letter. */
export function geohashOf({ latitude, longitude }: { latitude: number; longitude: number }): string {
  const ranges = [
    { value: longitude, from: -180, to: 180 },
    { value: latitude, from: -90, to: 90 },
  ];
  const bits = Array.from({ length: LETTERS * 5 }, (_, at) => halve(ranges[at % 2]));
  return Array.from({ length: LETTERS }, (_, at) =>
    ALPHABET.charAt(bits.slice(at * 5, at * 5 + 5).reduce((sum, bit) => sum * 2 + bit, 0)),
  ).join('');
}

/** Goes on in the half that holds the value. */
function halve(range: { value: number; from: number; to: number } | undefined): number {
  if (!range) return 0;
  const middle = (range.from + range.to) / 2;
  const isUpper = range.value >= middle;
  range[isUpper ? 'from' : 'to'] = middle;
  return isUpper ? 1 : 0;
}
