/**
 * `node tools/mutation/scores.mjs metrics-sample stats-sample` prints what docs/mutation.md shows of Stryker's reports:
 * the score of each file, and every mutant that lived.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../run/workspace-files.mjs';

const killedBy = new Set(['Killed', 'Timeout', 'RuntimeError']);
const livesAs = new Set(['Survived', 'NoCoverage']);

function count(mutants) {
  const killed = mutants.filter(({ status }) => killedBy.has(status)).length;
  const timedOut = mutants.filter(({ status }) => status === 'Timeout').length;
  const lived = mutants.filter(({ status }) => livesAs.has(status)).length;
  return { killed, timedOut, tested: killed + lived, untested: mutants.length - killed - lived };
}

const percent = ({ killed, tested }) => (tested === 0 ? '–' : `${((100 * killed) / tested).toFixed(1)} %`);
const oneLine = (text) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 70);

function textAt(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join('\n');
}

for (const report of process.argv.slice(2)) {
  const { files } = JSON.parse(await readFile(join(root, `reports/mutation/${report}.json`), 'utf8'));
  const all = Object.entries(files).map(([path, { mutants, source }]) => ({
    path,
    mutants,
    source,
    ...count(mutants),
  }));
  const total = count(all.flatMap(({ mutants }) => mutants));
  console.log(
    `\n## ${report}: ${percent(total)} of ${total.tested} killed (${total.timedOut} by time), ${total.untested} not tested\n`,
  );
  console.log('| file | killed | of | score |\n|---|---:|---:|---:|');
  for (const file of all.filter(({ tested }) => tested > 0)) {
    console.log(`| ${file.path} | ${file.killed} | ${file.tested} | ${percent(file)} |`);
  }
  console.log('\n| survivor | code | replaced by |\n|---|---|---|');
  for (const { path, mutants, source } of all) {
    for (const { location, replacement, status } of mutants.filter((mutant) => livesAs.has(mutant.status))) {
      const place = `${path.split('/').at(-1)}:${location.start.line}${status === 'NoCoverage' ? ', not run' : ''}`;
      console.log(
        `| ${place} | \`${oneLine(textAt(source, location))}\` | \`${oneLine(replacement ?? '')}\` |`,
      );
    }
  }
}
