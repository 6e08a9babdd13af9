import { tsImport } from 'tsx/esm/api';

/** Jest loads this outside its own transform, so the TypeScript behind it is loaded by tsx. */
export default async function setUp() {
  const { setUpEngines } = await tsImport('./engines.ts', import.meta.url);
  globalThis.stopTestEngines = await setUpEngines();
}
