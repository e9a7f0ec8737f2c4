import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { raredx, root } from './raredx.ts';

const guard = ['--import', fileURLToPath(new URL('./forbid-tensorflow.mjs', import.meta.url))];
const golden = join(root, '../shared/data/golden/nwtco_study4_pred.csv');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-validate-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const csv = (content: string, name = 'vendor.csv') => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const bare = `y,p\n${Array.from({ length: 60 }, (_, i) => `${i % 3 === 0 ? 1 : 0},${(i + 1) / 80 + (i % 3 === 0 ? 0.2 : 0)}`).join('\n')}\n`;
const out = () => join(folder, 'out');
const validate = (path: string, ...more: string[]) =>
  raredx(['validate', path, '--out', out(), '--bootstrap', '200', ...more], { node: guard });

describe('raredx validate on a bare y,p file', () => {
  it('writes evidence and a pack without loading TensorFlow, and the same bytes again', () => {
    const path = csv(bare);
    const first = validate(path);
    expect(first.stderr).toContain('unchecked: no patient column');
    expect(first.status).toBe(0);
    expect(first.stdout.trim()).toBe(join(out(), 'pack/index.html'));
    const evidence = readFileSync(join(out(), 'evidence.json'), 'utf8');
    const page = readFileSync(join(out(), 'pack/index.html'), 'utf8');
    expect(page).toContain('no patient column');
    rmSync(out(), { recursive: true });
    validate(path);
    expect(readFileSync(join(out(), 'evidence.json'), 'utf8')).toBe(evidence);
    expect(readFileSync(join(out(), 'pack/index.html'), 'utf8')).toBe(page);
  });

  it('says what a threshold means where the outcome is rarer', () => {
    validate(csv(bare), '--thresholds', '0.3', '--target-prevalence', '0.001');
    const { rows } = JSON.parse(readFileSync(join(out(), 'evidence.json'), 'utf8'));
    const row = rows.find(({ metric }: { metric: string }) => metric === 'alerts_per_true_positive');
    expect(row).toMatchObject({ threshold: 0.3, note: 'at a prevalence of 0.001' });
    expect(row.estimate).toBeGreaterThan(100);
    expect(row.upper).toBeGreaterThan(row.estimate);
  });

  it('prints where things are and what was not checked as JSON, and says what it replaces', () => {
    const { stdout, stderr } = validate(csv(bare), '--json', '--quiet');
    expect(stderr).toBe('');
    const said = JSON.parse(stdout);
    expect(said).toMatchObject({ evidence: `${out()}/evidence.json`, verdict: null });
    expect(said.unchecked.join()).toContain('no patient column');
    const other = validate(csv(`${bare}1,0.4\n`)).stderr;
    expect(other).toContain('out: held the evidence of other predictions, which is replaced');
  });

  it('replaces no file of somebody else', () => {
    mkdirSync(out());
    writeFileSync(join(out(), 'evidence.json'), 'mine');
    const { status, stderr } = validate(csv(bare));
    expect(status).toBe(2);
    expect(stderr).toContain('--out: the folder is no run, and holds what one would replace (evidence.json)');
    expect(readFileSync(join(out(), 'evidence.json'), 'utf8')).toBe('mine');
  });
});

describe.skipIf(!existsSync(golden))('raredx validate on the golden predictions', () => {
  it('finds what R found, to 1e-8', () => {
    expect(validate(golden, '--patient', 'id').status).toBe(0);
    const { rows } = JSON.parse(readFileSync(join(out(), 'evidence.json'), 'utf8'));
    const estimate = (metric: string) =>
      rows.find((row: { metric: string }) => row.metric === metric).estimate;
    const reference = {
      auroc: 0.702196919275,
      calibration_slope: 0.830819728972,
      calibration_intercept: -0.4220253132,
      calibration_in_the_large: -0.1675646807,
      brier: 0.10567431371965358,
      log_loss: 0.3589510909335464,
      auprc: 0.31118926637230926,
      ece: 0.02662546738543464,
      spiegelhalter_z: -1.004888296501,
    };
    for (const [metric, value] of Object.entries(reference)) {
      expect(Math.abs(estimate(metric) - value), metric).toBeLessThan(1e-8);
    }
  });
});

describe('raredx validate into a folder that was used before', () => {
  const policy = `name: ranks
question: Does it rank?
agreed: { by: [a test], on: 2026-11-24 }
model: model
confidence: 0.95
multiplicity: { family: all, method: none, because: one criterion }
criteria:
  - id: rank
    says: It ranks.
    kind: absolute
    metric: auroc
    partition: external
    require: { at_least: 0.5 }
    minimum_patients: 20
    minimum_events: 5
    rationale: A coin does not.
`;
  const turned = bare.replaceAll(/^([01]),/gm, (_, y) => `${1 - Number(y)},`);

  it('leaves no decision on the predictions before, and report refuses one', () => {
    const judged = ['--policy', csv(policy, 'policy.yaml')];
    const decided = validate(csv(bare), ...judged);
    expect(decided.status).toBe(0);
    expect(decided.stderr).toContain('verdict: pass');
    const passed = readFileSync(join(out(), 'decision.json'), 'utf8');
    expect(JSON.parse(passed)).toMatchObject({ verdict: 'pass' });
    expect(validate(csv(turned)).status).toBe(0);
    for (const name of ['decision.json', 'policy.yaml', 'pack/decision.json', 'pack/policy.yaml'])
      expect(existsSync(join(out(), name)), name).toBe(false);
    writeFileSync(join(out(), 'decision.json'), passed);
    const { stderr, status } = raredx(['report', out()]);
    expect(stderr).toContain('decision.json was made on other evidence');
    expect(status).toBe(2);
  });

  it('neither decides nor reports where a stopped command left new predictions beside old evidence', () => {
    validate(csv(bare));
    const before = readFileSync(join(out(), 'evidence.json'));
    validate(csv(turned));
    writeFileSync(join(out(), 'evidence.json'), before);
    for (const args of [['report'], ['gate', '--policy', csv(policy, 'policy.yaml')]]) {
      const { stderr, status, stdout } = raredx([...args, out()]);
      expect(stderr).toContain('evidence.json was made from other predictions than lie here');
      expect(status).toBe(2);
      expect(stdout).toBe('');
    }
    rmSync(join(out(), 'evidence.json'));
    expect(raredx(['report', out()])).toMatchObject({ status: 2 });
  });

  it('judges with a single resample', () => {
    expect(raredx(['validate', csv(bare), '--out', out(), '--bootstrap', '1'])).toMatchObject({ status: 0 });
  });
});

describe('raredx validate on bad input: one line, the right exit code, nothing written', () => {
  it.each([
    [
      'p = 1.2',
      'y,p\n1,1.2\n0,0.1\n',
      [],
      3,
      'vendor.csv: p outside [0, 1] in 1 row (first: row 1, p = 1.2)',
    ],
    ['a missing column', 'y,risk\n1,0.2\n', [], 3, 'vendor.csv: column p is missing (found: y, risk)'],
    ['no such attribute', bare, ['--attr', 'sex'], 3, 'vendor.csv: column sex is missing'],
    [
      'a patient in two partitions',
      'patient_id,partition,y,p\na,internal,1,0.2\na,external,1,0.2\n',
      [],
      3,
      'a patient is in two partitions (first: row 2)',
    ],
    ['no such file', undefined, [], 3, 'none.csv: there is no such file'],
    ['thresholds of 2', bare, ['--thresholds', '2'], 2, '--thresholds: not risks between 0 and 1 (2)'],
    [
      'a target prevalence in per cent',
      bare,
      ['--target-prevalence', '10'],
      2,
      '--target-prevalence: outside (0, 1) (10)',
    ],
    ['an unknown baseline', bare, ['--baseline', 'x'], 2, '--baseline: names no model (x)'],
    ['an unknown flag', bare, ['--treshold', '0.2'], 2, 'unknown argument: treshold'],
    ['a flag twice', bare, ['--bootstrap', '5'], 2, '--bootstrap is given twice (200, 5)'],
    ['an unknown policy', bare, ['--policy', 'none.yaml'], 2, 'none.yaml: no such policy file'],
    ['a seed beyond whole numbers', bare, ['--seed', '1e30'], 2, '--seed: not a whole number (1e+30)'],
    ['a seed of 0.5', bare, ['--seed', '0.5'], 2, '--seed: not a whole number (0.5)'],
  ])('%s', (_, content, more, status, message) => {
    const path = content === undefined ? join(folder, 'none.csv') : csv(content);
    const result = validate(path, ...more);
    expect(result.stderr).toContain(message);
    expect(result.status).toBe(status);
    expect(result.stderr).not.toMatch(/\n\s+at /);
    expect(result.stdout).toBe('');
    expect(existsSync(out())).toBe(false);
  });

  it('a truncated Parquet', () => {
    validate(csv(bare));
    const path = join(folder, 'cut.parquet');
    writeFileSync(path, readFileSync(join(out(), 'predictions.parquet')));
    truncateSync(path, 400);
    rmSync(out(), { recursive: true });
    const result = validate(path);
    expect(result.status).toBe(3);
    expect(result.stderr).toContain(
      'cut.parquet: not a readable parquet file (truncated, or another format)',
    );
    expect(existsSync(out())).toBe(false);
  });
});
