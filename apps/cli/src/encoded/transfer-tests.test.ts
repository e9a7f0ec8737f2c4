import { createRandom } from '@raredx/stats';
import { type Predictions, textColumn } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { transferLine, transferTests } from './transfer-tests.ts';

const controls = [{ model: 'tuned', scratch: 'scratch', logistic: 'frozen' }];
const plan = { seed: 1, bootstrap: 200, confidence: 0.95 };

/** Forty patients of three classes, judged out of fold twice and elsewhere; each model knows the class so well. */
function table(knows: Readonly<Record<string, number>>, labels = ['a', 'b', 'c']): Predictions {
  const random = createRandom(4);
  const classes = Math.max(2, labels.length);
  const rows = Object.entries(knows).flatMap(([model, share]) =>
    ['internal', 'external'].flatMap((partition) =>
      [0, 1].flatMap((repeat) =>
        Array.from({ length: 40 }, (_, at) => (repeat === 1 ? 39 - at : at)).flatMap((patient) =>
          labels.map((label, code) => {
            const own = patient % classes;
            const y = labels.length === 1 ? own === 1 : own === code;
            const noise = 0.1 * random.fork(model).fork(patient).uniform();
            const p = y ? share - noise : (1 - share + noise) / (classes - 1);
            return { model, partition, repeat, patient: `${partition} ${patient}`, label, y: Number(y), p };
          }),
        ),
      ),
    ),
  );
  const text = (of: (row: (typeof rows)[0]) => string) => textColumn(rows.map(of));
  return {
    rows: rows.length,
    ...{ patientId: text(({ patient }) => patient), sampleId: text(({ patient }) => patient) },
    ...{ site: text(() => 'here'), model: text(({ model }) => model) },
    ...{ partition: text(({ partition }) => partition), label: text(({ label }) => label) },
    repeat: Int32Array.from(rows, ({ repeat }) => repeat),
    fold: new Int32Array(rows.length),
    y: Uint8Array.from(rows, ({ y }) => y),
    p: Float64Array.from(rows, ({ p }) => p),
    ...{ attributes: {}, unchecked: [] },
  };
}

describe('test for negative transfer from a table of predictions', () => {
  it('judges each part by itself, a sample once', () => {
    const tests = transferTests(table({ tuned: 0.9, scratch: 0.6, frozen: 0.5 }), controls, plan);
    expect(tests.map(({ partition, samples, patients, verdict }) => [partition, samples, patients, verdict]))
      // biome-ignore format: one line a part
      .toEqual([
      ['internal', 40, 40, 'helped'],
      ['external', 40, 40, 'helped'],
    ]);
    expect(transferLine(tests[0] as never)).toMatch(
      /^tuned, internal, 40 patients: transfer helped: log loss -0\.\d{3} \(-0\.\d{3} to -0\.\d{3}\) against untrained weights, log loss -/,
    );
  });

  it('says where it hurt, for two classes too', () => {
    const [test] = transferTests(table({ tuned: 0.6, scratch: 0.9, frozen: 0.5 }, ['event']), controls, plan);
    expect(test?.verdict).toBe('hurt');
    expect(test?.comparisons.map(({ metric }) => metric)).toEqual(['log_loss', 'auroc', 'log_loss', 'auroc']);
  });

  it('has nothing to say of a model that is not there', () => {
    expect(transferTests(table({ frozen: 0.5 }), controls, plan)).toEqual([]);
  });
});
