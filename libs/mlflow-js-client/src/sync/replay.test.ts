import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { MlflowClient } from '../client/mlflow-client.ts';
import type { Batch } from '../endpoints/batch.ts';
import type { Run } from '../endpoints/run.ts';
import { MlflowError } from '../errors/mlflow-error.ts';
import type { Operation } from '../journal/operation.ts';
import type { RemoteRuns } from './remote-runs.ts';
import { Replay } from './replay.ts';

const start = (run: string, parent?: string): Operation => {
  const descent = parent === undefined ? {} : { parent };
  return { kind: 'start', run, name: run, ...descent, tags: {}, startTime: 1 };
};

function replayInto(logBatch: (runId: string, batch: Batch) => Promise<void>) {
  const get = async () => ({ lifecycleStage: 'active' }) as Run;
  const client = { runs: { logBatch, get } } as unknown as MlflowClient;
  const runs = { get: (key: string) => ({ runId: `id of ${key}` }) } as unknown as RemoteRuns;
  const replay = new Replay('', client, { runs, inFlight: 4 });
  let lines = 1;
  const apply = (operation: Operation) =>
    replay.apply({ operation, end: { offset: 0, lines: ++lines, hash: '' } });
  return { replay, apply };
}

const metric = (step: number) => ({ key: 'loss', value: step, step, timestamp: step });

describe('the replay of a journal', () => {
  test('joins single metrics to full requests, however many there are', async () => {
    const sizes: number[] = [];
    const { replay, apply } = replayInto(async (_, { metrics }) => void sizes.push(metrics?.length ?? 0));
    for (let step = 0; step < 50_500; step++) {
      await apply({ kind: 'metrics', run: 'a', metrics: [metric(step)] });
      expect(replay.waiting).toBe((step + 1) % 1000);
    }
    await replay.flush();
    expect(sizes).toEqual([...Array(50).fill(1000), 500]);
    expect(replay).toMatchObject({ waiting: 0, metrics: 50_500 });
  });

  test('lets later tags win and keeps runs apart', async () => {
    const sent: unknown[] = [];
    const { replay, apply } = replayInto(async (run, { tags }) => void sent.push([run, { ...tags }]));
    await apply({ kind: 'tags', run: 'a', tags: { x: '1', y: '1' } });
    await apply({ kind: 'tags', run: 'b', tags: { x: '9' } });
    await apply({ kind: 'tags', run: 'a', tags: { x: '2' } });
    await replay.flush();
    expect(sent).toEqual([
      ['id of a', { x: '2', y: '1' }],
      ['id of b', { x: '9' }],
    ]);
  });

  test('one refused value takes no other with it', async () => {
    const taken: number[] = [];
    const { replay, apply } = replayInto(async (_, { metrics = [] }) => {
      if (metrics.some(({ step }) => step === 3))
        throw new MlflowError(
          'invalid value',
          { code: 'INVALID_PARAMETER_VALUE', httpStatus: 400 },
          { retryable: false, ambiguous: false },
        );
      taken.push(...metrics.map(({ step }) => step));
    });
    await apply({ kind: 'metrics', run: 'a', metrics: [0, 1, 2, 3, 4, 5, 6].map(metric) });
    await replay.flush();
    expect(taken).toEqual([0, 1, 2, 4, 5, 6]);
    expect(replay.skipped).toEqual([{ line: 2, run: 'a', what: 'values', because: 'mlflow: invalid value' }]);
  });

  test('a child is made after its parent, and not without it', async () => {
    const made: string[] = [];
    const ensure = async ({ run }: { run: string }): Promise<void> => {
      await wait(run === 'parent' ? 20 : 0);
      if (run === 'parent' && made.length === 0) throw new Error('parent refused');
      made.push(run);
    };
    const runs = { get: () => undefined, ensure } as unknown as RemoteRuns;
    const story = async () => {
      const replay = new Replay('', {} as MlflowClient, { runs, inFlight: 4 });
      for (const operation of [start('parent'), start('child', 'parent')])
        await replay.apply({ operation, end: { offset: 0, lines: 2, hash: '' } });
      await replay.flush();
    };
    await expect(story()).rejects.toThrow('parent refused');
    expect(made).toEqual([]);
    made.push('a second time');
    await story();
    expect(made).toEqual(['a second time', 'parent', 'child']);
  });
});
