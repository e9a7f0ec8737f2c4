const digits = (value) => (value >= 1000 ? value.toFixed(0) : value.toPrecision(3));
const both = ({ min, median }, unit) => `${digits(min)} (${digits(median)}) ${unit}`;

const table = (head, body) =>
  [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const isMet = ({ bar, ratio }) => bar === null || bar === undefined || ratio <= bar;

const verdict = (row) => {
  if (row.bar === null || row.bar === undefined) return ['–', ''];
  return [`≤ ${row.bar}×`, isMet(row) ? 'met' : '**missed**'];
};

const section = ({ title, command, rows, notes = [], machine, loadBefore }) => {
  const body = rows.map((row) => {
    const unit = row.unit ?? 'ms';
    const times = [both(row.ours, unit), row.peer, both(row.theirs, unit)];
    return [row.what, ...times, `${row.ratio.toPrecision(3)}×`, ...verdict(row)];
  });
  const lines = notes.map((note) => `- ${note}`).join('\n');
  return `## ${title}

\`${command}\`. ${machine}; load before the run ${loadBefore}.

${table(['what', 'raredx', 'peer', 'its time', 'ours / theirs', 'wanted', ''], body)}
${lines ? `\n${lines}\n` : ''}`;
};

/** The page, and the bars that were missed. */
export function report(results) {
  const rows = results.flatMap((result) => result.rows);
  const missed = rows
    .filter((row) => !isMet(row))
    .map(
      ({ what, peer, ratio, bar }) => `${what} against ${peer}: ${ratio.toPrecision(3)}×, wanted ≤ ${bar}×`,
    );
  const text = `# Speed of training

Written by \`npm run bench -- training\`. Each contestant has a process of its own and both take turns in short bursts, so
that other work on the machine slows both alike. Times are by the clock: the minimum over the rounds, and in brackets the
median. The ratio is of the minima.

${results.map(section).join('\n')}`;
  return { text, missed };
}
