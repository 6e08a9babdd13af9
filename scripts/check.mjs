/** `npm run check`: types, lint and format, walls between rooms, unused code. The same word on a laptop and in CI. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensurePackages, root } from './packages.mjs';

ensurePackages();
const STEPS = [
  ['types', 'tsc', '-p', 'tsconfig.json'],
  ['types of the web', 'tsc', '-p', 'tsconfig.web.json'],
  ['lint and format', 'biome', 'check', '--error-on-warnings', '.'],
  ['walls', 'depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'err', '.'],
  ['unused code', 'knip'],
];

const failed = STEPS.filter(([title, command, ...args]) => {
  console.log(`— ${title}`);
  const run = spawnSync(join(root, 'node_modules', '.bin', command), args, { cwd: root, stdio: 'inherit' });
  return run.status !== 0;
});
if (failed.length > 0) {
  console.error(`check failed: ${failed.map(([title]) => title).join(', ')}`);
  process.exit(1);
}
