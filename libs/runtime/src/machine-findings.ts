import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { availableParallelism, homedir, totalmem } from 'node:os';
import { userCache } from '@raredx/experiment';
import { askProgram } from './ask-program.ts';
import { type Finding, missing, ok, warning } from './diagnosis.ts';

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

const nodeFinding = (): Finding => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (fits) return ok('node', process.versions.node);
  return warning('node', process.versions.node, 'install Node 20.19 or later, 22.12 or later, or 24');
};

const platformFinding = (): Finding => {
  const text = `${process.platform} ${process.arch}`;
  const advice = 'native TensorFlow needs Linux on x86-64 with AVX; wasm is used instead';
  if (process.platform !== 'linux' || process.arch !== 'x64') return warning('platform', text, advice);
  const flags = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : 'avx';
  return /\bavx\b/.test(flags) ? ok('platform', text) : warning('platform', `${text} without AVX`, advice);
};

const memoryFinding = (): Finding => {
  const detail = `${gigabytes(totalmem())} in all, ${availableParallelism()} processors`;
  if (totalmem() >= 3.5e9) return ok('memory', detail);
  return warning('memory', detail, 'training wants 4 GB: use smaller batches, or a larger machine');
};

const diskFinding = (): Finding => {
  const folder = [userCache(), homedir(), process.cwd()].find((path) => existsSync(path)) ?? '/';
  const { bavail, bsize } = statfsSync(folder);
  const detail = `${gigabytes(bavail * bsize)} free at ${folder}`;
  if (bavail * bsize >= 2e9) return ok('disk', detail);
  return warning('disk', detail, 'free 2 GB, or set XDG_CACHE_HOME to a larger disk');
};

const cacheFinding = async (): Promise<Finding> => {
  const folder = userCache();
  if (!existsSync(folder)) return missing('cache', `${folder} is empty`, 'run `npm run setup`');
  const { output } = await askProgram('du', ['-sk', folder]);
  const size = output ? `, ${gigabytes(Number.parseInt(output, 10) * 1024)}` : '';
  return ok('cache', `${folder}${size}`);
};

/** Node, platform, memory, disk and cache of this machine. */
export const machineFindings = async (): Promise<readonly Finding[]> => [
  nodeFinding(),
  platformFinding(),
  memoryFinding(),
  diskFinding(),
  await cacheFinding(),
];
