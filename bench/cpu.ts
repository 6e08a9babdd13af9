import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second towards programs, whatever the kernel's own tick. */
const MS_PER_TICK = 10;

/** CPU time of a process with its children, those that have ended included, in ms; 0 where /proc is missing. */
export function cpuMsOf(pid: number): number {
  const all = processes();
  const self = all.find((one) => one.pid === pid);
  const children = all.filter((one) => one.parent === pid);
  const ticks = children.reduce((sum, { own }) => sum + own, (self?.own ?? 0) + (self?.ofEnded ?? 0));
  return ticks * MS_PER_TICK;
}

function processes(): { pid: number; parent: number; own: number; ofEnded: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const fields = stat
          .slice(stat.lastIndexOf(')') + 2)
          .split(' ')
          .map(Number);
        const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
          (at) => fields[at] ?? 0,
        );
        return [{ pid: Number(name), parent, own: user + system, ofEnded: endedUser + endedSystem }];
      } catch {
        return [];
      }
    });
}
