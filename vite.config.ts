import { defineConfig } from 'vite';

/** The web lives below /app, so that no address of it can be mistaken for one of the API. */
export default defineConfig({
  root: 'web',
  base: '/app/',
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
});
