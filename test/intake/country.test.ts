import { expect, test } from '@jest/globals';
import { countryCode } from '../../intake/country.js';

test.each([
  ['France', 'FR'],
  ['UK', 'GB'],
  ['U.S.A.', 'US'],
  ['USA', 'US'],
  ['germany', 'DE'],
  ['Venezuela', 'VE'],
  ['Cote d’Ivoire', 'CI'],
  ['Türkiye', 'TR'],
  ['Trinidad and Tobago', 'TT'],
  ['中国', 'CN'],
  ['德国', 'DE'],
  ['香港', 'HK'],
  ['cn', 'CN'],
])('%s is %s', (name, code) => {
  expect(countryCode(name)).toBe(code);
});

test.each(['Atlantis', 'EU', 'Eurozone', 'ZZ', 'Unknown Region', 'SU', 'Pseudo-Bidi', '', 'constructor'])(
  '“%s” is no country',
  (name) => {
    expect(countryCode(name)).toBeUndefined();
  },
);
