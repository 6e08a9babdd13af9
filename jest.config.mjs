import { ROOMS } from './test/sim/rooms.mjs';

/** ESM throughout: several dependencies have no CommonJS entry. Types are checked by tsc, not here. */
export const shared = {
  rootDir: '.',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};

const PURE = ['domain', 'qr', 'intake', 'platform', 'web', 'chaos'];
const ENGINES = ['db', 'activities', 'workflows', 'queues', 'worker', 'api', 'host', 'cli', 'bench'];
/** Whole houses under load, minutes each: `npm run test:walks`. */
const WALKS = ['walk'];

const engines = {
  globalSetup: '<rootDir>/test/support/setup.mjs',
  globalTeardown: '<rootDir>/test/support/teardown.mjs',
};
const tests = (rooms) => rooms.map((room) => `<rootDir>/test/${room}/**/*.test.ts`);

export default {
  testTimeout: 300_000,
  // Many tests wait for engines more than they compute: three at a time even where jest would take one.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  projects: [
    { ...shared, displayName: 'pure', testMatch: [...tests(PURE), '<rootDir>/test/*.test.ts'] },
    {
      ...shared,
      displayName: 'sim',
      testMatch: tests(['sim']),
      moduleNameMapper: {
        ...Object.fromEntries(ROOMS.map(([door, room]) => [door, `<rootDir>/test/sim/rooms/${room}`])),
        ...shared.moduleNameMapper,
      },
    },
    { ...shared, ...engines, displayName: 'engines', testMatch: tests(ENGINES) },
    { ...shared, ...engines, displayName: 'walks', testMatch: tests(WALKS) },
  ],
};
