import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, expit } from '@raredx/stats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monitorFile } from '../src/monitor/monitor-file.ts';
import { raredx } from './raredx.ts';

const guard = ['--import', fileURLToPath(new URL('./forbid-tensorflow.mjs', import.meta.url))];
let folder: string;
let run: string;

interface Stream {
  readonly shift?: number;
  readonly bias?: number;
  readonly label?: boolean;
}

/** A vendor's table whose risks are right, but for a bias of the logit. */
function stream(name: string, patients: number, { shift = 0, bias = 0, label = true }: Stream = {}): string {
  const random = createRandom('monitor command').fork(name);
  const rows = Array.from({ length: patients }, (_, i) => {
    const logit = -1 + shift + random.normal();
    const y = random.uniform() < expit(logit + bias) ? 1 : 0;
    const sex = random.uniform() < 0.5 ? 'F' : 'M';
    const cells = [
      `${name}${i}`,
      patients - i,
      expit(logit),
      ...(label ? [y] : []),
      sex,
      10 + 5 * random.uniform(),
    ];
    return cells.join(',');
  });
  return csv(`${name}.csv`, [`patient_id,day,p,${label ? 'y,' : ''}attr_sex,ms`, ...rows].join('\n'));
}

function csv(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, `${text}\n`);
  return path;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-monitor-'));
  run = join(folder, 'run');
  const made = raredx(['validate', stream('then', 400), '--bootstrap', '20', '--out', run, '--quiet']);
  expect(made.stderr).toBe('');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** As the command line gives them. */
const defaults = {
  ...{ attr: [], falseAlarmRate: 0.05, permutations: 499, confidence: 0.95, seed: 1 },
  ...{ json: false, quiet: true },
} as const;
const camelCase = (flag: string) => flag.slice(2).replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const flagValue = (word: string) =>
  word === 'race' || word === 'sex' ? [word] : /^\d+$/.test(word) ? Number(word) : word;

const monitor = (path: string, ...more: string[]) =>
  raredx(['monitor', path, '--against', run, '--permutations', '499', ...more], { node: guard });
const verdicts = (stdout: string): Record<string, string> =>
  Object.fromEntries(
    JSON.parse(stdout).checks.map(({ id, verdict }: { id: string; verdict: string }) => [id, verdict]),
  );

describe('raredx monitor', () => {
  it('quiet: exit 0, the report in three forms, the same bytes again', () => {
    const fresh = stream('alike', 300);
    const out = join(folder, 'out');
    const first = monitor(fresh, '--order', 'day', '--out', out);
    expect(first.status).toBe(0);
    expect(first.stdout).toMatch(/^# Monitoring: quiet\n/);
    const names = ['monitoring.json', 'monitoring.md', 'monitoring.html'];
    const before = names.map((name) => readFileSync(join(out, name), 'utf8'));
    expect(before[1]).toBe(first.stdout);
    rmSync(out, { recursive: true });
    monitor(fresh, '--order', 'day', '--out', out);
    expect(names.map((name) => readFileSync(join(out, name), 'utf8'))).toEqual(before);
    expect(before[2]).toContain("default-src 'none'");
    expect(before[2]).not.toContain('<script');
    expect(before[2].match(/<svg /g)).toHaveLength(5);
    expect(before[2].match(/Data of this figure/g)).toHaveLength(5);
    expect(before[2]).not.toMatch(/[>" ](NaN|undefined|Infinity)[<" ]/);
  });

  it('alert: exit 4, each alert in a line on stderr', () => {
    const { status, stderr, stdout } = monitor(stream('off', 300, { bias: 1.2 }), '--json');
    expect(status).toBe(4);
    expect(stderr).toMatch(/^alert: Risk-adjusted CUSUM.*more events than the risks say/m);
    expect(verdicts(stdout)).toMatchObject({
      cusum: 'alert',
      calibration: 'alert',
      'scores:wasserstein': 'quiet',
    });
  });

  it('too few: exit 5', () => {
    const { status, stdout } = monitor(stream('few', 9));
    expect(status).toBe(5);
    expect(stdout).toContain('Too few to say');
  });

  it('without outcomes: drift is found, performance estimated and its untestable assumption said', () => {
    const { status, stdout } = monitor(stream('moved', 300, { shift: 0.7, label: false }), '--json');
    expect(status).toBe(4);
    expect(verdicts(stdout)).toMatchObject({ 'scores:wasserstein': 'alert', cusum: 'not_estimable' });
    const { labelFree } = JSON.parse(stdout);
    expect(labelFree.undefinedBecause).toBeNull();
    expect(labelFree.assumptions.at(-1)).toMatchObject({ verdict: 'untested' });
    expect(labelFree.estimates.length).toBeGreaterThan(4);
  });

  it('outcomes known in part: empty cells are not yet known', () => {
    const lines = readFileSync(stream('partly', 300), 'utf8').trim().split('\n');
    const partly = lines.map((line, i) => (i > 200 ? line.replace(/,[01],([FM])/, ',,$1') : line));
    const { stdout } = monitor(csv('partly.csv', partly.join('\n')), '--json');
    expect(JSON.parse(stdout).populations.new).toMatchObject({ patients: 300, withOutcome: 200 });
  });

  it('a run length in place of a rate', () => {
    const { stdout } = monitor(stream('alike', 300), '--run-length', '2000', '--json');
    const check = JSON.parse(stdout).checks.find(({ id }: { id: string }) => id === 'calibration');
    expect(check).toMatchObject({ limit: 2000, falseAlarms: 'one in 2000 patients on average, or fewer' });
  });

  it('latencies against the bar of a policy', () => {
    const policy = (most: number) =>
      csv(
        'policy.yaml',
        `name: latency
agreed: {by: [Head of ward], on: 2026-01-01}
model: model
confidence: 0.95
multiplicity: {family: latency, method: none, because: one}
criteria:
  - {id: fast, kind: absolute, says: It answers in time., metric: latency_p95, partition: external, minimum_patients: 50,
     minimum_events: 0, rationale: Nobody waits longer., require: {at_most: ${most}}}`,
      );
    const found = (most: number) =>
      monitor(stream('alike', 300), '--latency', 'ms', '--policy', policy(most), '--json');
    expect(verdicts(found(20).stdout)).toMatchObject({ 'latency:p95': 'quiet' });
    expect(found(12).status).toBe(4);
  });

  it('inputs: features that moved are found', () => {
    const features = (name: string, shift: number) => {
      const random = createRandom(name);
      const head = `sample_id,${Array.from({ length: 12 }, (_, j) => `feature_${j}`).join(',')}`;
      const count = name === 'then' ? 120 : 100;
      const rows = Array.from({ length: count }, (_, i) =>
        [`${name}${i}`, ...Array.from({ length: 12 }, () => shift + random.normal())].join(','),
      );
      return csv(`features-${name}-${shift}.csv`, [head, ...rows].join('\n'));
    };
    const then = features('then', 0);
    const asked = (shift: number) => [
      ...['--features', features('alike', shift), '--reference-features', then, '--json'],
      ...['--false-alarm-rate', '0.2'],
    ];
    const fresh = stream('alike', 300);
    const moved = { 'inputs:domain_classifier': 'alert', 'inputs:mmd': 'alert' };
    const still = { 'inputs:domain_classifier': 'quiet', 'inputs:mmd': 'quiet' };
    expect(verdicts(monitor(fresh, ...asked(0.7)).stdout)).toMatchObject(moved);
    expect(verdicts(monitor(fresh, ...asked(0)).stdout)).toMatchObject(still);
  });

  it('says what could not be checked', () => {
    const { stdout } = monitor(join(folder, 'then.csv'), '--json');
    expect(JSON.parse(stdout).unchecked).toEqual([
      'no --order: the rows are taken to stand in the order of time',
      '400 of the new patients are in the reference too: the two sides are not independent',
      'no --features: drift of the inputs was not looked at',
    ]);
  });
});

describe('bad input: one line, advice and an exit code', () => {
  const bare = 'patient_id,p,y\na,0.2,0\nb,0.4,1';
  const cases: readonly (readonly [string, () => readonly string[], number, RegExp])[] = [
    ['no such folder', () => [csv('a.csv', bare), '--against', join(folder, 'no')], 2, /no: no such folder/],
    ['not a run', () => [csv('a.csv', bare), '--against', folder], 2, /not the folder of a finished run/],
    ['an empty file', () => [csv('b.csv', '')], 3, /b\.csv: /],
    [
      'a header alone',
      () => [csv('c.csv', 'patient_id,p,y')],
      3,
      /c\.csv: the file has a header but no rows/,
    ],
    ['no such file', () => [join(folder, 'gone.csv')], 3, /gone\.csv: there is no such file/],
    [
      'other columns',
      () => [csv('d.csv', 'id,score\na,0.2')],
      3,
      /d\.csv: column p is missing \(found: id, score\)/,
    ],
    [
      'a logit for a risk',
      () => [csv('e.csv', 'p\n0.2\n-1.5')],
      3,
      /p outside \[0, 1\] in 1 row \(first: row 2/,
    ],
    ['an outcome of 2', () => [csv('f.csv', 'p,y\n0.2,2')], 3, /y is neither 0 nor 1 \(first: row 1\)/],
    [
      'other models',
      () => [csv('g.csv', 'model,p,y\nother,0.2,1')],
      2,
      /no row of the model model \(found: other\)/,
    ],
    [
      'a model unknown here',
      () => [csv('a.csv', bare), '--model', 'modle'],
      2,
      /--model: not at the reference/,
    ],
    ['no such column of order', () => [csv('a.csv', bare), '--order', 'when'], 3, /column when is missing/],
    [
      'an order that is none',
      () => [csv('a.csv', bare), '--order', 'patient_id'],
      3,
      /patient_id is no number/,
    ],
    [
      'a sample twice',
      () => [csv('h.csv', 'sample_id,p,y\na,0.2,0\na,0.3,0')],
      3,
      /a sample stands twice in 1 row/,
    ],
    ['an attribute that is lacking', () => [csv('a.csv', bare), '--attr', 'sex'], 3, /column sex is missing/],
    [
      'an unknown attribute',
      () => [csv('a.csv', bare), '--attr', 'race'],
      2,
      /no attribute of the reference \(race\)/,
    ],
    [
      'a rate above 1',
      () => [csv('a.csv', bare), '--false-alarm-rate', '2'],
      2,
      /--false-alarm-rate: outside/,
    ],
    [
      'half of the features',
      () => [csv('a.csv', bare), '--features', 'x.parquet'],
      2,
      /needs --reference-features/,
    ],
    [
      'a policy without latency',
      () => [csv('a.csv', bare), '--policy', 'p.yaml'],
      2,
      /--policy: sets bars to latencies/,
    ],
  ];
  it.each(cases)('%s', async (_, args, code, message) => {
    const [predictions, ...flags] = args();
    const given = Object.fromEntries(
      flags.flatMap((word, i) => (i % 2 === 0 ? [[camelCase(word), flagValue(flags[i + 1])]] : [])),
    );
    const error = await monitorFile({ ...defaults, against: run, ...given, predictions }).catch((one) => one);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
    expect(error.advice ?? 'none').toMatch(/\w/);
    expect(error.exitCode).toBe(code);
  });

  it('a line on stderr, the advice under it, nothing on stdout', () => {
    const { status, stdout, stderr } = monitor(csv('d.csv', 'id,score\na,0.2'));
    expect(stderr).toBe('d.csv: column p is missing (found: id, score)\n  → name it with --p\n');
    expect(stdout).toBe('');
    expect(status).toBe(3);
  });

  it('evidence that is of other predictions is no reference', async () => {
    const stale = join(folder, 'stale');
    cpSync(run, stale, { recursive: true });
    truncateSync(join(stale, 'predictions.parquet'), 10);
    const error = await monitorFile({ ...defaults, predictions: csv('a.csv', bare), against: stale }).catch(
      (one) => one,
    );
    expect(error.message).toMatch(/evidence\.json was made from other predictions/);
    expect(error.exitCode).toBe(2);
    expect(existsSync(join(stale, 'monitoring.json'))).toBe(false);
  });
});
