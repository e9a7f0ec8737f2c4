import { createRandom } from '@raredx/stats';
import { type ClassTask, selectClasses, shotCurve } from '@raredx/training';
import { expect, it } from 'vitest';
import { fewShotCurves } from './few-shot-step.ts';
import { baseAndNovel } from './few-shot-task.ts';
import { fewShotMethods } from './models/few-shot-methods.ts';

/** Four classes of twelve patients in five dimensions. */
const task: ClassTask = (() => {
  const random = createRandom('few shots');
  const classes = Int32Array.from({ length: 48 }, (_, row) => row % 4);
  const values = Float32Array.from(
    { length: 48 * 5 },
    (_, at) => (at % 5 === Math.floor(at / 5) % 4 ? 2 : 0) + random.normal(),
  );
  return {
    features: { rows: 48, width: 5, values },
    ...{ classes, classNames: ['a', 'b', 'c', 'd'], groups: Int32Array.from(classes.keys()) },
  };
})();
const asked = { shots: [1, 4], methods: ['ridge', 'prototypical'], queries: 3, episodes: 12 } as const;
const spec = { ...asked, shots: [1, 4], methods: [...asked.methods], base: [], unknown: 1 };
const runtime = () => Promise.reject(new Error('not asked for'));

it('gives each number of shots what it has in one curve, and says how far it is', async () => {
  const said: string[] = [];
  const made = await fewShotCurves(task, spec, {
    ...{ random: createRandom(1), confidence: 0.95, base: null, runtime },
    onProgress: (done, total, what) => said.push(`${done}/${total} ${what}`),
  });
  expect(said).toEqual(['0/4 1 shots', '1/4 4 shots', '2/4 1 shots', '3/4 4 shots']);
  const methods = asked.methods.map((name) => fewShotMethods[name]());
  const whole = shotCurve(
    task,
    methods,
    { ...asked, shots: [1, 4], ways: 4, resamples: 500 },
    createRandom(1),
  );
  const point = whole[1]?.methods.ridge?.accuracy;
  expect(
    made.points.find(
      ({ shots, method, measure }) => shots === 4 && method === 'ridge' && measure === 'accuracy',
    ),
  ).toMatchObject(
    point && 'value' in point && !('undefinedBecause' in point.interval)
      ? { estimate: point.value, lower: point.interval.lower, upper: point.interval.upper }
      : {},
  );
  expect(made).toMatchObject({ baseline: 'prototypical', ways: 4, patients: 48, unknown: 1 });
  expect(made.openSet).toHaveLength(2 * 3);
});

it('refuses to leave out all classes but one, and to learn on nothing', async () => {
  const options = { random: createRandom(1), confidence: 0.95, base: null, runtime };
  await expect(fewShotCurves(task, { ...spec, methods: ['maml'] }, options)).rejects.toThrow(
    'few_shot.methods: maml is learned on base classes',
  );
  await expect(fewShotCurves(task, { ...spec, unknown: 3 }, options)).rejects.toThrow(
    'few_shot.unknown: 3 of 4 classes left out leave no two',
  );
});

it('learns methods on base classes of other patients', async () => {
  const study = {
    classes: task.classNames,
    y: Int32Array.from({ length: 96 }, (_, row) => row % 4),
    units: Array.from({ length: 96 }, (_, row) => `p${row >> 1}`),
  };
  const samples = Array.from({ length: 96 }, (_, row) => row);
  const parts = baseAndNovel(study, samples, { base: ['a', 'b'], random: createRandom(3) });
  const unitsOf = (rows: readonly number[]) => new Set(rows.map((row) => study.units[row]));
  expect([...unitsOf(parts.base)].filter((unit) => unitsOf(parts.novel).has(unit))).toEqual([]);
  expect(new Set(parts.base.map((row) => (study.y[row] as number) % 4))).toEqual(new Set([0, 1]));
  expect(new Set(parts.novel.map((row) => (study.y[row] as number) % 4))).toEqual(new Set([2, 3]));
  expect(() => baseAndNovel(study, samples, { base: ['e'], random: createRandom(3) })).toThrow(
    'few_shot.base: no class e',
  );
  expect(() => baseAndNovel(study, samples, { base: ['a', 'b', 'c'], random: createRandom(3) })).toThrow(
    'few_shot.base: 3 base classes and 1 to judge',
  );
  const tf = await import('@tensorflow/tfjs');
  await tf.setBackend('cpu');
  const options = { random: createRandom(1), confidence: 0.95, runtime: async () => ({ tf }) as never };
  const few = { ...spec, methods: ['relation', 'anil', 'ridge'] as const, shots: [2], ways: 2, unknown: 0 };
  const [base, novel] = [selectClasses(task, [0, 1]), selectClasses(task, [2, 3])];
  const made = await fewShotCurves(
    novel,
    { ...few, methods: [...few.methods], base: ['a', 'b'] },
    { ...options, base },
  );
  expect(made).toMatchObject({ base: ['a', 'b'], classes: ['c', 'd'], baseline: 'ridge', openSet: [] });
  expect(new Set(made.points.map(({ method }) => method))).toEqual(new Set(['relation', 'anil', 'ridge']));
  await expect(
    fewShotCurves(task, { ...spec, methods: ['anil'], unknown: 0 }, { ...options, base }),
  ).rejects.toThrow('2 base classes are fewer than the 4 ways');
});
