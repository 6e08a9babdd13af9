import { shared } from '../../jest.config.mjs';

/** The scenarios in a browser; they have a stack of their own and so are kept out of `npm test`. */
export default {
  ...shared,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/e2e/*.e2e.ts'],
  cacheDirectory: '<rootDir>/node_modules/.cache/jest-e2e',
  testTimeout: 300_000,
};
