import { readFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem, type } from 'node:os';

/** What a reader needs to judge a timing: processor, memory, engine; nothing that names the machine or its user. */
export async function describeMachine() {
  const all = cpus();
  const info = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const wide = ['avx512f', 'avx2', 'asimd'].find((flag) => new RegExp(`\\b${flag}\\b`).test(info));
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const processor = `${all.length} × ${all[0]?.model ?? process.arch}${wide ? ` (${wide})` : ''}`;
  return `${processor}, ${memory}, ${type()}, Node ${process.versions.node} (V8 ${process.versions.v8})`;
}

/** Other work on the machine: about 0 when it is idle, before the bench itself. */
export const load = () => loadavg()[0].toFixed(1);
