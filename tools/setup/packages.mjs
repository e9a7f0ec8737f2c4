import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLine, runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

const lockHash = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

/** npm's own record of what lies in node_modules holds every package the lockfile asks for: `npm ci` by hand counts. */
const isWhatTheLockfileAsksFor = (root) => {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  const installed = readJson(join(root, 'node_modules/.package-lock.json'))?.packages;
  if (!wanted || !installed) return false;
  return Object.entries(wanted)
    .filter(([path, { optional, peer }]) => path.includes('node_modules/') && !optional && !peer)
    .every(
      ([path, { version, link }]) => installed[path]?.version === version && installed[path]?.link === link,
    );
};

/** True if node_modules is what package-lock.json asks for. */
export const arePackagesCurrent = (root) => {
  const stamp = join(root, 'node_modules/.raredx-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash(root)) return true;
  if (!isWhatTheLockfileAsksFor(root)) return false;
  writeFileSync(stamp, lockHash(root));
  return true;
};

const npm = () => {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, script] : ['npm'];
};

const reason = (result) => {
  const line = `${result.stderr}\n${result.stdout}`
    .split('\n')
    .find((text) => /npm error (?!code)\S/.test(text));
  return line?.replace(/^npm error\s*/, '').trim() ?? lastLine(result);
};

/** `npm ci` without install scripts: none of them is needed, and they are the way in of supply-chain attacks. */
export const installPackages = async ({ root, progress, signal }) => {
  if (arePackagesCurrent(root)) return;
  const step = progress.start('packages');
  const stamp = join(root, 'node_modules/.raredx-lock');
  rmSync(stamp, { force: true });
  const [command, ...first] = npm();
  const result = await runCommand(
    command,
    [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      signal,
    },
  );
  if (result.missing) throw new SetupError('npm is missing', 'install npm, which comes with Node');
  const mismatch = /npm error (?:Missing|Invalid): (.+)/.exec(result.stderr);
  if (mismatch) {
    const problem = `package-lock.json does not fit package.json (${mismatch[0].replace('npm error ', '')})`;
    throw new SetupError(problem, 'run `npm install --ignore-scripts` and commit the lockfile');
  }
  if (result.code !== 0) {
    throw new SetupError(
      `npm ci failed (${reason(result)})`,
      'check the network and run the same command again',
    );
  }
  writeFileSync(stamp, lockHash(root));
  step.done('packages installed');
};
