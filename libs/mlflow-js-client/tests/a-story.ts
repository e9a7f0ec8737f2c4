import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecorder, type RunHandle, type RunRecorder } from '../src/index.ts';

const t0 = 1_764_000_000_000;

/**
 * A parent with a child a fold: params, metrics (NaN and infinities among them), tags, inputs, artifacts. Told in
 * steps, so that a server can be up between some of them and down between others.
 */
export function aStory(recorder: RunRecorder, folds = 2): readonly (() => void)[] {
  const files = mkdtempSync(join(tmpdir(), 'story-'));
  const file = (name: string, content: string): string => {
    const path = join(files, name);
    writeFileSync(path, content);
    return path;
  };
  const parent = recorder.startRun({
    name: 'wilms/relapse',
    startTime: t0,
    tags: { 'mlflow.user': 'ada' },
    key: 'main',
  });
  const steps: (() => void)[] = [
    () =>
      recorder.logParams(parent, Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`p${i}`, i / 3]))),
    () => recorder.logInputs(parent, [dataset('training'), dataset('test')]),
    () => recorder.logArtifact(parent, file('pack.html', '<html>é</html>'), 'pack/index.html'),
  ];
  for (let fold = 0; fold < folds; fold++) steps.push(...foldSteps(recorder, parent, fold, file));
  steps.push(
    () => recorder.logArtifact(parent, file('big.bin', 'x'.repeat(300_000)), 'big.bin'),
    () => recorder.endRun(parent, 'FINISHED', t0 + 90_000),
  );
  return steps;
}

function foldSteps(
  recorder: RunRecorder,
  parent: RunHandle,
  fold: number,
  file: (name: string, content: string) => string,
): (() => void)[] {
  const key = `fold-${fold}`;
  const start = () => recorder.startRun({ name: `fold ${fold}`, parent, startTime: t0 + fold, key });
  const values = [Number.NaN, Number.POSITIVE_INFINITY, 1e-300, 0.1 + 0.2];
  return [
    () => recorder.logParams(start(), { fold, seed: 7 }),
    () => {
      for (let step = 0; step < 60; step++)
        recorder.logMetrics(start(), [
          { key: 'val/auroc', value: (step * (fold + 1)) / 251, step, timestamp: t0 + step },
          { key: 'loss', value: values[step] ?? 1 / (step + 1), step, timestamp: t0 + step },
        ]);
    },
    () => recorder.setTags(start(), { site: 'a', outcome: 'first' }),
    () => recorder.setTags(start(), { outcome: 'last', note: 'ü\n"quoted"' }),
    () =>
      recorder.logArtifact(
        start(),
        file(`fold-${fold}.json`, `{"fold":${fold}}`),
        `predictions/${fold}.json`,
      ),
    () => recorder.endRun(start(), fold === 1 ? 'FAILED' : 'FINISHED', t0 + 1000 + fold),
  ];
}

const dataset = (context: 'training' | 'test') => ({
  name: 'wilms',
  digest: `${context}-1234`,
  sourceType: 'local',
  source: '{"uri":"datasets/wilms"}',
  schema: '{"mlflow_colspec":[]}',
  profile: '{"num_rows":4028}',
  context,
});

export const journalFolder = (): string => mkdtempSync(join(tmpdir(), 'journal-'));

/** A whole story in a journal, with no server involved. */
export function journaled(experiment: string, folds?: number): string {
  const folder = journalFolder();
  const recorder = openRecorder({ folder, experiment, fsync: 'never' });
  for (const step of aStory(recorder, folds)) step();
  recorder.close();
  return folder;
}
