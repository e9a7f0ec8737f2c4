const number = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));
const rate = ({ best, median }) => `${number(best)} (${number(median)})`;
const time = ({ min, median }) => `${clock(min)} (${clock(median)})`;
const clock = (ms) => (ms < 1 ? `${(1000 * ms).toPrecision(3)} µs` : `${ms.toPrecision(3)} ms`);
const table = (head, body) =>
  [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const barsOf = (m) => [
  {
    what: 'a log call, 99th percentile',
    most: 0.1,
    unit: ' ms',
    got: m.calls.call.p99.median,
  },
  {
    what: 'single-metric calls until the server has them, against `log_metric`',
    bar: 50,
    unit: '×',
    got: m.sustained.median / m.pythonSustained.median,
  },
  {
    what: 'whole small runs, against `start_run` … `log_metrics`',
    bar: 2,
    unit: '×',
    got: m.runs.median / m.pythonRuns.median,
  },
  {
    what: 'whole small runs, against one `log_batch` a run',
    bar: 2,
    unit: '×',
    got: m.runs.median / m.pythonBatchedRuns.median,
  },
  { what: 'journal, single-metric calls', bar: 50_000, unit: '/s', got: m.journal.median },
];

function barTable(bars) {
  const rows = bars.map(({ what, bar, most, unit, got }) => {
    const met = most === undefined ? got >= bar : got < most;
    const wanted = most === undefined ? `≥ ${bar.toLocaleString('en')}${unit}` : `< ${most}${unit}`;
    return [what, wanted, `${number(got)}${unit}`, met ? 'met' : '**missed**'];
  });
  const missed = rows
    .filter(([, , , state]) => state !== 'met')
    .map(([what, wanted, got]) => `${what}: ${got}, wanted ${wanted}`);
  return { text: table(['bar', 'wanted', 'measured', ''], rows), missed };
}

/** The page, and the bars that were missed. */
export function report(m, machine) {
  const verdict = barTable(barsOf(m));
  const calls = table(
    ['call', 'median', 'p99', 'longest'],
    [
      ['raredx `logMetrics`', m.calls],
      ['Python `log_metric`', m.pythonSustained],
      ['Python `log_metric(synchronous=False)`', m.pythonAsync],
    ].map(([name, { call }]) => [name, time(call.median), time(call.p99), time(call.most)]),
  );
  const rates = table(
    ['what', 'raredx', 'Python', 'ratio'],
    [
      ['single-metric calls until the server has them, metrics/s', m.sustained, m.pythonSustained],
      ['the same, Python with `synchronous=False`', m.sustained, m.pythonAsync],
      ['the client alone, batches of 1,000, metrics/s', m.batches, m.pythonBatches],
      ['small runs/s, Python by its fluent calls', m.runs, m.pythonRuns],
      ['small runs/s, Python by one `log_batch` a run', m.runs, m.pythonBatchedRuns],
    ].map(([name, ours, theirs]) => [
      name,
      rate(ours),
      rate(theirs),
      `${number(ours.best / theirs.best)}× (${number(ours.median / theirs.median)}×)`,
    ]),
  );
  const processor = table(
    ['a small run, ms of processor time', 'server', 'client', 'together'],
    [
      ['raredx', m.runs],
      ['Python by its fluent calls', m.pythonRuns],
      ['Python by one `log_batch` a run', m.pythonBatchedRuns],
    ].map(
      ([
        name,
        {
          processor: { server, client },
        },
      ]) => [
        name,
        ...[server, client, server + client].map((ms) => (Number.isNaN(ms) ? '–' : ms.toPrecision(3))),
      ],
    ),
  );
  const text = `# Speed of logging to MLflow

Written by \`npm run bench -- mlflow\`. ${machine.text}; load before the run ${machine.loadBefore}, after it ${machine.loadAfter}. One MLflow ${m.version}
server (sqlite, two workers) on the same machine serves both clients, which take turns, four counted rounds. Times and
rates are by the clock: the best round and in brackets the median one. The bars are judged by the medians.

${verdict.text}

## What a call costs the training step

${calls}

A call of ours writes a line of the journal and returns; the server is not asked. \`log_metric\` waits for the server.

## What arrives

${rates}

A single-metric call is a line of the journal; the sync joins lines to requests of 1,000 metrics. One run's requests go one
after another, because the server keeps the latest value of a metric by reading and writing it. A small run has five
parameters, a tag and three steps of three metrics. Of these, ours are three requests (create, log-batch, update), four
runs at a time; Python's fluent calls are six, its \`log_batch\` way three, one after another.

Ratios by the clock depend on what else the machine does: Python's client waits for each answer, ours for four at a time. The
processor time hardly does (median round):

${processor}

## The journal alone

Calls of one metric: ${rate(m.journal)} metrics/s. Calls of ten: ${rate(m.journalTen)} metrics/s. Each line is hashed into the chain,
and with the operating system when the call returns.
`;
  return { text, missed: verdict.missed };
}
