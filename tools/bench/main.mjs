/** `npm run bench -- <topic>` measures a topic and writes docs/bench/<topic>.md; `--quick` measures little and writes nothing. */
const topics = ['validation'];

const [topic, ...flags] = process.argv.slice(2);
const unknown = flags.find((flag) => flag !== '--quick');
if (!topics.includes(topic ?? '') || unknown !== undefined) {
  console.error(
    `bench: ${unknown ?? topic ?? 'nothing asked for'} (npm run bench -- ${topics.join('|')} [--quick])`,
  );
  process.exitCode = 2;
} else {
  const { bench } = await import(`./${topic}/bench.mjs`);
  process.exitCode = await bench({ quick: flags.length > 0 });
}
