import { expect, test } from '@jest/globals';
import { openSeen } from '../../intake/seen.js';

test('knows each number again, through every growth, and no other', () => {
  const seen = openSeen();
  const numbers = Array.from({ length: 50_000 }, (_, at) => `N-${at}`);
  expect(numbers.every((no) => seen.add(no))).toBe(true);
  expect(numbers.some((no) => seen.add(no))).toBe(false);
  expect(seen.add('N-50000')).toBe(true);
});
