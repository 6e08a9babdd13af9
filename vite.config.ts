import { defineConfig, type UserConfig } from 'vite';
import { precache } from './web/offline/precache.js';

/** The web lives below /app, so that no address of it can be mistaken for one of the API. */
const DESKS: UserConfig = {
  root: 'web',
  base: '/app/',
  plugins: [precache()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // What most screens share is one file: a hundred small ones compress worse than they split.
      output: { codeSplitting: { groups: [{ name: 'base', test: /node_modules/, minShareCount: 8 }] } },
      // Packages say 'use client' in every file; without server components it means nothing.
      onLog: (level, log, write) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && write(level, log),
    },
  },
  worker: { format: 'es' },
  server: { proxy: { '^/(?!app/)': 'http://127.0.0.1:8080' } },
};

/** The page behind a customer's code: a build of its own, for older browsers, that shares no file with the desks. */
const CUSTOMERS: UserConfig = {
  root: 'web/customer',
  base: '/q/',
  build: {
    outDir: '../../dist/customer',
    emptyOutDir: true,
    target: ['es2019', 'chrome79', 'safari13'],
    manifest: true,
    modulePreload: { polyfill: false },
  },
};

export default defineConfig(({ mode }) => (mode === 'customers' ? CUSTOMERS : DESKS));
