import { createRandom, normalQuantile } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { simultaneousBand } from './simultaneous-band.ts';

const normals = (name: string, count: number) => {
  const random = createRandom(name);
  return Float64Array.from({ length: count }, () => random.normal());
};
const critical = (replicates: readonly Float64Array[]) => {
  const band = simultaneousBand({ estimates: new Float64Array(replicates.length), replicates }, 0.95);
  if ('undefinedBecause' in band) throw new Error(band.undefinedBecause);
  return band[0].upper;
};

describe('a band over a whole curve', () => {
  it('is the pointwise one where there is one point', () => {
    expect(critical([normals('a', 20_000)])).toBeCloseTo(normalQuantile(0.975), 1);
  });

  it('is no wider where the points move as one', () => {
    const column = normals('a', 5000);
    expect(critical([column, column, column])).toBe(critical([column]));
  });

  it('has the Šidák quantile where they move apart', () => {
    const columns = Array.from({ length: 10 }, (_, k) => normals(`point ${k}`, 20_000));
    expect(critical(columns)).toBeCloseTo(normalQuantile((1 + 0.95 ** (1 / 10)) / 2), 1);
  });

  it('has no width where nothing varies, and leaves out resamples that lack a point', () => {
    const column = normals('a', 1000);
    const gaps = column.map((x, b) => (b % 50 === 0 ? Number.NaN : x));
    const band = simultaneousBand(
      { estimates: Float64Array.of(2, 0), replicates: [new Float64Array(1000).fill(2), gaps] },
      0.95,
    );
    expect(band).toMatchObject([{ lower: 2, upper: 2 }, {}]);
  });

  it('is refused where too many resamples lack a point', () => {
    const gaps = normals('a', 100).map((x, b) => (b % 5 === 0 ? Number.NaN : x));
    expect(simultaneousBand({ estimates: Float64Array.of(0), replicates: [gaps] }, 0.95)).toEqual({
      undefinedBecause: 'undefined in 20 of 100 resamples',
    });
    expect(simultaneousBand({ estimates: new Float64Array(0), replicates: [] }, 0.95)).toEqual({
      undefinedBecause: 'no resamples',
    });
    expect(
      simultaneousBand({ estimates: Float64Array.of(0), replicates: [Float64Array.of(1)] }, 0.95),
    ).toEqual({
      undefinedBecause: 'a single resample',
    });
  });
});
