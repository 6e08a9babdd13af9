import { expect, test } from '@jest/globals';
import { text } from '../house/files.js';
import { SCREENS, shows } from '../screens/list.js';

const ROUTES = [...text('web/routes.tsx').matchAll(/\bpath: '([^']+)'/g)].map(([, path = '']) => path);
const missing = (routes: readonly string[]) =>
  routes.filter((route) => !SCREENS.some((screen) => shows(route, screen)));

test('every route of the web has its picture', () => {
  expect(ROUTES.length).toBeGreaterThan(15);
  expect(missing(ROUTES)).toEqual([]);
});

test('control: a route that nobody photographs is found', () => {
  expect(missing([...ROUTES, '/made-up', '/orders/$orderNo/made-up'])).toEqual([
    '/made-up',
    '/orders/$orderNo/made-up',
  ]);
});

test('each picture has a name of its own', () => {
  expect(new Set(SCREENS.map(({ name }) => name)).size).toBe(SCREENS.length);
});
