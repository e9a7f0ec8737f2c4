import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EvidenceRow, readReplays } from '@raredx/tables';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { raredx, root } from './raredx.ts';

const experiment = `name: small
title: Small
question: How much does the apparent performance flatter?
seed: 5
dataset: wilms
outcome: relapse
predictors: [institution_histology, stage, age_years]
cohorts: { development: [NWTS-3] }
cross_validation: { repeats: 1, folds: 3 }
models:
  - { kind: logistic, name: logistic }
  - { kind: network, name: network, hidden: [4], epochs: 2, batch_size: 256, learning_rate: 0.02, weight_decay: 0 }
primary: logistic
validation: { thresholds: [0.15], bootstrap: 20, baseline: logistic }
optimism: { replicates: 6, models: [logistic, network] }
`;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-replays-'));
  cpSync(join(root, 'datasets/wilms'), join(folder, 'wilms'), { recursive: true });
  writeFileSync(join(folder, 'small.yaml'), experiment);
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...more: string[]) =>
  raredx(['run', join(folder, 'small.yaml'), '--out', join(folder, 'out'), ...more]);
const out = (name: string) => join(folder, 'out', name);

describe('raredx run with optimism', () => {
  it('replays the pipeline, judges it, keeps what is done, and forgets it when it is no longer asked', async () => {
    const first = run();
    expect(first.status, first.stderr).toBe(0);
    const replays = await readReplays(out('replays.parquet'), 'replays');
    const patients = replays.patientId.levels.length;
    expect(replays.rows).toBe(2 * 7 * patients);
    const evidence = readFileSync(out('evidence.json'), 'utf8');
    const { rows, provenance } = JSON.parse(evidence);
    expect(provenance.replays).toMatch(/^[0-9a-f]{64}$/);
    for (const model of ['logistic', 'network']) {
      const find = (metric: string): EvidenceRow =>
        rows.find((row: EvidenceRow) => row.metric === metric && row.model === model);
      const gain = find('optimism:auroc').estimate as number;
      const corrected = find('optimism_corrected:auroc');
      expect(corrected.estimate).toBeCloseTo((find('apparent:auroc').estimate as number) - gain, 12);
      expect(corrected).toMatchObject({ partition: 'internal', patients });
      expect(find('instability_mape').estimate).toBeGreaterThan(0);
    }

    const bytes = readFileSync(out('replays.parquet'));
    rmSync(out('.steps/replays'));
    rmSync(out('.steps/replays-network'));
    rmSync(out('replays.parquet'));
    const again = run();
    expect(again.stderr).toMatch(/logistic replays\s+refitted before \(kept\)/);
    expect(again.stderr).toMatch(/network replays\s+7 fits on bootstrap samples/);
    expect(readFileSync(out('replays.parquet'))).toEqual(bytes);
    expect(readFileSync(out('evidence.json'), 'utf8')).toBe(evidence);

    writeFileSync(join(folder, 'small.yaml'), experiment.replace(/optimism.*\n/, ''));
    expect(run().status).toBe(0);
    expect(existsSync(out('replays.parquet'))).toBe(false);
    expect(readFileSync(out('evidence.json'), 'utf8')).not.toContain('optimism');
  });

  it('names a model that is not there (exit 2)', () => {
    const { status, stderr } = run('--set', 'optimism.models=[logistik]');
    expect(status).toBe(2);
    expect(stderr).toContain('optimism.models names no model (logistik)');
  });
});
