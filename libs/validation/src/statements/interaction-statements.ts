import { recalibrationFit } from '@raredx/metrics';
import { chiSquareCdf, expit, fitLogistic, logit, solveSymmetric } from '@raredx/stats';
import { repeatsText } from '../population/mean-over-repeats.ts';
import type { Population, Repeat } from '../population/population.ts';
import { type Statement, statement } from './statement.ts';

/** A population with the level of each row: places in `names`, repeat by repeat. */
export interface Levelled {
  readonly population: Population;
  readonly levelOf: readonly Uint32Array[];
  readonly names: readonly string[];
}

type Undefined = { readonly undefinedBecause: string };

interface Test {
  readonly chiSquare: number;
  readonly df: number;
}

function rowsAt(repeat: Repeat, levelOf: Uint32Array, keep: (level: number) => boolean): Repeat {
  const rows = Array.from(levelOf.keys()).filter((row) => keep(levelOf[row]));
  return {
    y: Uint8Array.from(rows, (row) => repeat.y[row]),
    p: Float64Array.from(rows, (row) => repeat.p[row]),
    patient: Uint32Array.from(rows, (row) => repeat.patient[row]),
  };
}

/** Why a level has no line of its own in some repeat. */
function lacking({ population, levelOf }: Levelled, level: number): string | undefined {
  for (const [r, repeat] of population.repeats.entries()) {
    const fit = recalibrationFit(
      rowsAt(repeat, levelOf[r], (own) => own === level),
      'line',
    );
    if ('undefinedBecause' in fit) return fit.undefinedBecause;
  }
  return undefined;
}

interface Design {
  readonly repeat: Repeat;
  /** logit p, then a column for each level but the first, then those times logit p. */
  readonly columns: readonly Float64Array[];
}

function designOf({ population, levelOf }: Levelled, kept: readonly number[], r: number): Design {
  const here = rowsAt(population.repeats[r], levelOf[r], (level) => kept.includes(level));
  const levels = levelOf[r].filter((level) => kept.includes(level));
  const linear = here.p.map(logit);
  const dummies = kept.slice(1).map((level) => Float64Array.from(levels, (own) => (own === level ? 1 : 0)));
  const products = dummies.map((dummy) => dummy.map((x, i) => x * linear[i]));
  return { repeat: here, columns: [linear, ...dummies, ...products] };
}

/** Of the level columns given logit p, and of the products given both. */
function likelihoodRatios({ repeat, columns }: Design, extra: number): readonly [Test, Test] | Undefined {
  const fits = [1, 1 + extra, 1 + 2 * extra].map((count) =>
    fitLogistic({ y: repeat.y, columns: columns.slice(0, count) }),
  );
  const heights: number[] = [];
  for (const fit of fits) {
    if ('undefinedBecause' in fit) return fit;
    heights.push(fit.logLikelihood);
  }
  const test = (k: number) => ({ chiSquare: Math.max(0, 2 * (heights[k + 1] - heights[k])), df: extra });
  return [test(0), test(1)];
}

/** Coefficients, mean over repeats, tested to be 0 from `first` on with the patient-clustered variance. */
function clusteredWald(
  levelled: Levelled,
  designs: readonly Design[],
  tested: { first: number; count: number },
): Test | Undefined {
  const { roster, patients } = levelled.population;
  const mean = new Float64Array(tested.count);
  const influence = Array.from(mean, () => new Float64Array(roster.size));
  const share = 1 / designs.length;
  for (const { repeat, columns } of designs) {
    const used = columns.slice(0, tested.first + tested.count - 1);
    const fit = fitLogistic({ y: repeat.y, columns: used });
    if ('undefinedBecause' in fit) return fit;
    const size = used.length + 1;
    const row = new Float64Array(size).fill(1);
    repeat.y.forEach((y, i) => {
      for (let c = 1; c < size; c++) row[c] = used[c - 1][i];
      const linear = row.reduce((sum, x, c) => sum + x * fit.coefficients[c], 0);
      const residual = (y - expit(linear)) * share;
      for (let a = 0; a < tested.count; a++) {
        const from = (tested.first + a) * size;
        let direction = 0;
        for (let c = 0; c < size; c++) direction += fit.covariance[from + c] * row[c];
        influence[a][repeat.patient[i]] += direction * residual;
      }
    });
    for (let a = 0; a < tested.count; a++) mean[a] += fit.coefficients[tested.first + a] * share;
  }
  const corrected = patients / (patients - 1);
  const covariance = Float64Array.from({ length: tested.count ** 2 }, (_, at) => {
    const [a, b] = [Math.floor(at / tested.count), at % tested.count];
    return corrected * influence[a].reduce((sum, x, place) => sum + x * influence[b][place], 0);
  });
  const solved = solveSymmetric(covariance, mean);
  if (solved === undefined)
    return { undefinedBecause: 'too few patients for the patient-clustered variance' };
  return { chiSquare: solved.reduce((sum, x, a) => sum + x * mean[a], 0), df: tested.count };
}

function testsOf(levelled: Levelled, kept: readonly number[]): readonly (Test | Undefined)[] {
  const extra = kept.length - 1;
  const designs = levelled.population.repeats.map((_, r) => designOf(levelled, kept, r));
  if (levelled.population.structure === 'simple') {
    const made = likelihoodRatios(designs[0], extra);
    return 'undefinedBecause' in made ? [made, made] : made;
  }
  return [2, 2 + extra].map((first) => clusteredWald(levelled, designs, { first, count: extra }));
}

const names = ['interaction:calibration_intercept', 'interaction:calibration_slope'] as const;

/**
 * Whether the levels of an attribute share one calibration line: their intercepts given a common slope, then their
 * slopes. The estimate is the chi-square statistic; a risk means the same in every level (sufficiency) where neither
 * stands out. Levels without a line of their own are left out, by name.
 */
export function interactionStatements(levelled: Levelled): Statement[] {
  const { population } = levelled;
  const reasons = levelled.names.map((_, level) => lacking(levelled, level));
  const kept = reasons.flatMap((reason, level) => (reason === undefined ? [level] : []));
  const without = reasons.flatMap((reason, level) =>
    reason === undefined ? [] : [`${levelled.names[level]} (${reason})`],
  );
  const apart = without.length > 0 ? `without ${without.join(', ')}` : null;
  const method =
    population.structure === 'simple'
      ? 'likelihood ratio, level × logit p, no interval'
      : `Wald, level × logit p, patient-clustered variance, no interval${repeatsText(population)}`;
  if (kept.length < 2) {
    const reason = { undefinedBecause: 'fewer than two levels with a calibration line' };
    return names.map((name) => statement(name, reason, { method, note: apart }));
  }
  return testsOf(levelled, kept).map((test, k) => {
    if ('undefinedBecause' in test) return statement(names[k], test, { method, note: apart });
    const p = chiSquareCdf(test.chiSquare, test.df, { tail: 'upper' });
    const said = `chi-square on ${test.df} ${test.df === 1 ? 'degree' : 'degrees'} of freedom, p = ${p.toPrecision(3)}`;
    return statement(
      names[k],
      { value: test.chiSquare },
      { method, note: apart ? `${said}; ${apart}` : said },
    );
  });
}
