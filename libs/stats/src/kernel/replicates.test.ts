import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootstrapCounts, createRandom, expit, fitLogistic, logit, openReplicates } from '../index.ts';

function sample(seed: number, n: number, distinct = n) {
  const random = createRandom(seed);
  const p = Float64Array.from({ length: n }, () => {
    const risk = expit(-1 + 1.2 * random.normal());
    return distinct < n ? Math.min(Math.max(Math.round(risk * distinct), 1), distinct - 1) / distinct : risk;
  });
  const y = Uint8Array.from(p, (risk) => (random.uniform() < expit(0.2 + 0.8 * logit(risk)) ? 1 : 0));
  return { y, p, random };
}

/** Every metric by its definition, over the rows as they come. */
function byDefinition({ y, p, w }: { y: Uint8Array; p: Float64Array; w: ArrayLike<number> }) {
  const total = { weight: 0, events: 0, discordant: 0, precision: 0, squared: 0, loss: 0 };
  for (let i = 0; i < y.length; i++) {
    total.weight += w[i]!;
    total.events += w[i]! * y[i]!;
    total.squared += w[i]! * (p[i]! - y[i]!) ** 2;
    if (w[i]! > 0) total.loss -= w[i]! * Math.log(y[i] === 1 ? p[i]! : 1 - p[i]!);
    if (y[i] === 0 || w[i] === 0) continue;
    let above = 0;
    let eventsAbove = 0;
    for (let j = 0; j < y.length; j++) {
      if (p[j]! < p[i]!) continue;
      above += w[j]!;
      if (y[j] === 1) eventsAbove += w[j]!;
      else total.discordant += w[i]! * w[j]! * (p[j] === p[i] ? 0.5 : 1);
    }
    total.precision += w[i]! * (eventsAbove / above);
  }
  return total;
}

const engines = ['wasm', 'typescript'] as const;

test('there is WebAssembly here', () => {
  const { y, p } = sample(1, 10);
  expect(openReplicates({ y, p }).engine).toBe('wasm');
});

describe.each(engines)('%s', (engine) => {
  property.prop([fc.nat(), fc.integer({ min: 1, max: 150 }), fc.integer({ min: 3, max: 40 })], {
    seed: 4,
    numRuns: 60,
  })('sums are those of the definitions', (seed, n, distinct) => {
    const { y, p, random } = sample(seed, n, distinct);
    const cuts = Array.from([0, ...[0.6, 0.3].map((t) => p.filter((risk) => risk >= t).length), n]);
    const replicates = openReplicates({ y, p }, { cuts, loss: true, line: true, engine });
    replicates.draw(random.fork('draw'));
    const w = bootstrapCounts(n, random.fork('draw'));
    expect(Float64Array.from(replicates.counts)).toEqual(w);
    const { cellWeight, cellEvents, cellRisks, ...sums } = replicates.tally();
    const expected = byDefinition({ y, p, w });
    for (const name of ['weight', 'events', 'discordant'] as const) expect(sums[name]).toBe(expected[name]);
    for (const name of ['precision', 'squared', 'loss'] as const)
      expect(Math.abs(sums[name] - expected[name])).toBeLessThan(1e-12 * n);
    const inCell = (c: number, of: (i: number) => number) =>
      p.reduce((sum, risk, i) => {
        const cell = risk >= 0.6 ? 0 : risk >= 0.3 ? 1 : 2;
        return cell === c ? sum + w[i]! * of(i) : sum;
      }, 0);
    for (let c = 0; c < 3; c++) {
      expect(cellWeight[c]).toBe(inCell(c, () => 1));
      expect(cellEvents[c]).toBe(inCell(c, (i) => y[i]!));
      expect(cellRisks[c]).toBeCloseTo(
        inCell(c, (i) => p[i]!),
        11,
      );
    }
    replicates.close();
  });

  property.prop([fc.nat(), fc.integer({ min: 4, max: 3000 }), fc.boolean()], { seed: 5, numRuns: 60 })(
    'the line is that of fitLogistic',
    (seed, n, tied) => {
      const { y, p, random } = sample(seed, n, tied ? 30 : n);
      const replicates = openReplicates({ y, p }, { line: true, engine });
      const x = p.map(logit);
      for (let b = 0; b < 5; b++) {
        replicates.draw(random.fork(b));
        replicates.tally();
        const made = replicates.line();
        const exact = fitLogistic({ y, columns: [x], w: Float64Array.from(replicates.counts) });
        if ('undefinedBecause' in exact) {
          expect(made).toEqual(exact);
          continue;
        }
        if ('undefinedBecause' in made) expect.fail(made.undefinedBecause);
        const allowed = 1e-12 * (1 + Math.abs(exact.coefficients[0]!) + Math.abs(exact.coefficients[1]!));
        expect(Math.abs(made.intercept - exact.coefficients[0]!)).toBeLessThan(allowed);
        expect(Math.abs(made.slope - exact.coefficients[1]!)).toBeLessThan(allowed);
      }
      replicates.close();
    },
  );
});

describe('both engines', () => {
  property.prop([fc.nat(), fc.integer({ min: 1, max: 4000 })], { seed: 6, numRuns: 40 })(
    'give the same',
    (seed, n) => {
      const { y, p, random } = sample(seed, n);
      const [wasm, twin] = engines.map((engine) => {
        const replicates = openReplicates({ y, p }, { loss: true, line: true, engine });
        replicates.draw(random.fork('x'));
        return {
          counts: replicates.counts.slice(),
          sums: { ...replicates.tally() },
          line: replicates.line(),
        };
      });
      expect(wasm!.counts).toEqual(twin!.counts);
      expect(wasm!.sums.discordant).toBe(twin!.sums.discordant);
      expect(wasm!.sums.precision).toBe(twin!.sums.precision);
      expect(Math.abs(wasm!.sums.squared - twin!.sums.squared)).toBeLessThan(1e-12 * n);
      expect(Math.abs(wasm!.sums.loss - twin!.sums.loss)).toBeLessThan(1e-12 * n);
      if ('slope' in wasm!.line && 'slope' in twin!.line)
        expect(Math.abs(wasm!.line.slope - twin!.line.slope)).toBeLessThan(
          1e-12 * (1 + Math.abs(twin!.line.slope)),
        );
      else expect(wasm!.line).toEqual(twin!.line);
    },
  );

  test('draw the same where words are drawn again', () => {
    // 2^32 mod 3e6 favours some units: about one word in 1,400 is rejected.
    for (const units of [3, 1000, 70_001]) {
      const random = createRandom(units);
      const unit = Uint32Array.of(0);
      const [wasm, twin] = engines.map((engine) => {
        const replicates = openReplicates({ y: [1], p: [0.5], unit, units }, { engine });
        replicates.draw(random.fork('x'));
        return replicates.counts;
      });
      expect(wasm).toEqual(twin);
    }
  });
});

test('a drawn stream goes on where bootstrapCounts would leave it', () => {
  for (const n of [3, 4, 17, 1000]) {
    const [a, b] = [createRandom(n), createRandom(n)];
    const { y, p } = sample(n, n);
    openReplicates({ y, p }).draw(a);
    const drawn = new Uint32Array(n);
    b.integers(n, drawn);
    expect([a.uniform(), a.integer(7)]).toEqual([b.uniform(), b.integer(7)]);
  }
});

test('a patient counts with all rows', () => {
  const replicates = openReplicates({ y: [1, 0, 1], p: [0.2, 0.3, 0.9], unit: [0, 1, 0], units: 2 });
  replicates.counts.set([2, 1]);
  expect(replicates.tally()).toMatchObject({ weight: 5, events: 4, discordant: 2 });
});

describe('where the sample has no line', () => {
  const one = (y: number[], p: number[]) => {
    const replicates = openReplicates({ y, p }, { line: true });
    replicates.counts.fill(1);
    replicates.tally();
    return replicates.line();
  };
  test.each([
    [[0, 0, 0], [0.1, 0.2, 0.3], 'no events'],
    [[0, 1, 1], [0.1, 0.2, 0.3], 'separation: the likelihood has no maximum'],
    [[0, 1, 1], [0.2, 0.2, 0.2], 'singular: columns are collinear'],
    [[0, 1, 0, 1], [0, 0.5, 0.6, 0.4], 'p is exactly 0 or 1 in 1 rows'],
  ])('%j at %j', (y, p, undefinedBecause) => {
    expect(one(y, p)).toEqual({ undefinedBecause });
  });
});

describe('invalid input throws', () => {
  test.each([
    [{ y: [1], p: [0.5, 0.5] }, 'openReplicates: p has 2 rows, y has 1'],
    [{ y: [1, 0], p: [0.5, 1.5] }, 'openReplicates: p must be in [0, 1] (row 2)'],
    [{ y: [1, 2], p: [0.5, 0.5] }, 'openReplicates: y must be 0 or 1 (row 2)'],
    [{ y: [1, 0], p: [0.5, 0.5], unit: [0, 1], units: 1 }, 'openReplicates: unit must be below 1 (row 2)'],
    [{ y: [1, 0], p: [0.5, 0.5], units: 3 }, 'openReplicates: 3 units for 2 rows, and no unit of each row'],
  ])('%j', (rows, message) => expect(() => openReplicates(rows)).toThrow(message));
});

test('bootstrapCounts does not depend on who draws', () => {
  for (const n of [63, 64, 1000, 5001]) {
    const drawn = bootstrapCounts(n, createRandom(n));
    const read = new Float64Array(n);
    for (const unit of createRandom(n).integers(n, new Uint32Array(n))) read[unit]! += 1;
    expect(drawn).toEqual(read);
    expect(Float64Array.from(bootstrapCounts(n, createRandom(n), new Uint16Array(n)))).toEqual(read);
  }
});
