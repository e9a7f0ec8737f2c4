import { existsSync, readdirSync, readFileSync } from 'node:fs';

const ticksASecond = 100;

/**
 * Seconds of processor time that a process, or all of a process group, have used; undefined where there is no /proc. What is
 * busy beside a bench makes times by the clock longer, and these hardly.
 */
export function processorTime({ pid, group }) {
  if (!existsSync('/proc/self/stat')) return undefined;
  const pids = group === undefined ? [pid] : readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.reduce((sum, one) => sum + secondsOf(one, group), 0);
}

function secondsOf(pid, group) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold anything: state, parent, group, … and as 12th and 13th user and system time.
    const fields = text.slice(text.lastIndexOf(') ') + 2).split(' ');
    if (group !== undefined && Number(fields[2]) !== group) return 0;
    return (Number(fields[11]) + Number(fields[12])) / ticksASecond;
  } catch {
    return 0;
  }
}
