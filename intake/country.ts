/** Country names to ISO 3166-1 alpha-2: English and Chinese names, the codes themselves, and everyday names. */

/** Codes that CLDR names but ISO 3166-1 does not assign. */
const UNASSIGNED = 'AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ'.split(' ');

const EVERYDAY: Readonly<Record<string, string>> = {
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  usa: 'US',
  'united states of america': 'US',
  uae: 'AE',
  prc: 'CN',
  'pr china': 'CN',
  'mainland china': 'CN',
  中国大陆: 'CN',
  'hong kong': 'HK',
  香港: 'HK',
  macao: 'MO',
  macau: 'MO',
  澳门: 'MO',
  holland: 'NL',
  'the netherlands': 'NL',
  'czech republic': 'CZ',
  turkey: 'TR',
  korea: 'KR',
  'republic of korea': 'KR',
  'russian federation': 'RU',
  'viet nam': 'VN',
  'ivory coast': 'CI',
  burma: 'MM',
};

let known: Map<string, string> | undefined;

/** The alpha-2 code of a country's name, or undefined. */
export function countryCode(name: string): string | undefined {
  known ??= knownCountries();
  return known.get(plain(name));
}

function knownCountries(): Map<string, string> {
  const codes = new Map<string, string>();
  for (const locale of ['zh', 'en']) {
    const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' });
    for (const code of assignedCodes()) {
      const name = names.of(code);
      if (name !== undefined) codes.set(plain(name), code).set(plain(code), code);
    }
  }
  for (const [name, code] of Object.entries(EVERYDAY)) codes.set(name, code);
  return codes;
}

/** A withdrawn code (DD, UK) has another canonical form and is left out. */
function assignedCodes(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  return pairs.filter((code) => {
    const tag = `und-${code}`;
    return !UNASSIGNED.includes(code) && Intl.getCanonicalLocales(tag)[0] === tag;
  });
}

function plain(name: string): string {
  const bare = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return bare.replaceAll('&', 'and').replaceAll('’', "'").replaceAll('.', '').replace(/\s+/g, ' ').trim();
}
