/**
 * `npm run bench -- <topic> [part…]` measures a topic and writes docs/bench/<topic>.md; `--quick` measures little and
 * writes nothing. A topic of parts measures those named, all if none is.
 */
const topics = ['validation', 'training', 'mlflow', 'ranking'];

const [topic, ...rest] = process.argv.slice(2);
const parts = rest.filter((argument) => !argument.startsWith('-'));
const unknown = rest.find((argument) => argument.startsWith('-') && argument !== '--quick');
if (!topics.includes(topic ?? '') || unknown !== undefined || (topic === 'validation' && parts.length > 0)) {
  console.error(
    `bench: ${unknown ?? topic ?? 'nothing asked for'} (npm run bench -- ${topics.join('|')} [part…] [--quick])`,
  );
  process.exitCode = 2;
} else {
  const { bench } = await import(`./${topic}/bench.mjs`);
  process.exitCode = await bench({ quick: rest.includes('--quick'), parts });
}
