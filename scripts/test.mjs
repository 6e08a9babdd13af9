/**
 * Runs the tests against the real engines; arguments go to jest. Without any it is all but the walks, which take minutes
 * each and have a command of their own.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensurePackages, root } from './packages.mjs';

ensurePackages();
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
// A file loads a thousand modules anew: a larger young generation spares a copy of each.
const flags = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=64',
];
const asked = process.argv.slice(2);
const all = ['--selectProjects', 'pure', 'sim', 'engines'];
const run = spawnSync(process.execPath, [...flags, jest, ...(asked.length > 0 ? asked : all)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
