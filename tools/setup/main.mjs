/**
 * `node tools/setup/main.mjs [--gpu | --cpu] [--without-runtime]`: everything a bare clone needs before a command runs.
 * Only Node builtins here and in what it imports: nothing is installed yet. The Node version is checked before the rest
 * is loaded, because an old Node would fail on its syntax instead.
 */
const [major, minor] = process.versions.node.split('.').map(Number);
const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;

if (!fits) {
  console.error(
    `setup: Node ${process.versions.node} is not supported; install Node 20.19 or later, 22.12 or later, or 24`,
  );
  process.exit(6);
}

const { setUp } = await import('./set-up.mjs');
process.exitCode = await setUp(process.argv.slice(2));
