import { createRandom } from '@raredx/stats';
import { type ClassTask, shotCurve } from '@raredx/training';
import { expect, it } from 'vitest';
import { fewShotCurves } from './few-shot-step.ts';
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
const spec = { ...asked, shots: [1, 4], methods: [...asked.methods], unknown: 1 };

it('gives each number of shots what it has in one curve, and says how far it is', () => {
  const said: string[] = [];
  const made = fewShotCurves(task, spec, {
    ...{ random: createRandom(1), confidence: 0.95 },
    onProgress: (done, total, what) => said.push(`${done}/${total} ${what}`),
  });
  expect(said).toEqual(['0/4 1 shots', '1/4 4 shots', '2/4 1 shots', '3/4 4 shots']);
  const methods = asked.methods.map((name) => fewShotMethods[name]());
  const whole = shotCurve(task, methods, { ...spec, ways: 4, resamples: 500 }, createRandom(1));
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

it('refuses to leave out all classes but one', () => {
  const options = { random: createRandom(1), confidence: 0.95 };
  expect(() => fewShotCurves(task, { ...spec, unknown: 3 }, options)).toThrow(
    'few_shot.unknown: 3 of 4 classes left out leave no two',
  );
});
