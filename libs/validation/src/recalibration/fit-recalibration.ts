import { classTotals, type Judged, recalibrationFit } from '@raredx/metrics';
import { fitLogistic, isotonic, type LogisticFit, logit } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { fitBeta } from './fit-beta.ts';
import type { Recalibration, RecalibrationKind } from './recalibration.ts';

type Fitted = Recalibration | { readonly undefinedBecause: string };

/**
 * Fits one recalibration to tuning rows: patients that neither the model was fitted on nor the recalibrated risks will
 * be judged on. Weight k counts as k copies of a row.
 *
 * Undefined without both outcomes and, but for platt, isotonic and venn_abers, where a risk is exactly 0 or 1 (its logit
 * is infinite, and no row is clipped or dropped) or the fit has no maximum.
 *
 * @example fitRecalibration('intercept_slope', { y: Uint8Array.of(1, 1, 0, 0), p: Float64Array.of(0.8, 0.2, 0.8, 0.2) }) // => { kind: 'intercept_slope', intercept: 0, slope: 0 }
 * @see Platt JC (1999) Advances in Large Margin Classifiers 61–74
 * @see Guo C et al. (2017) ICML 1321–1330 (temperature)
 */
export function fitRecalibration(kind: RecalibrationKind, data: Judged): Fitted {
  checkTuning(data);
  const { events, nonEvents, total } = classTotals(data);
  if (total === 0) return { undefinedBecause: 'no tuning rows' };
  if (events === 0) return { undefinedBecause: 'no events in the tuning rows' };
  if (nonEvents === 0) return { undefinedBecause: 'no non-events in the tuning rows' };
  return fits[kind](data);
}

const fits: { readonly [Kind in RecalibrationKind]: (data: Judged) => Fitted } = {
  intercept: (data) =>
    from(recalibrationFit(data, 'offset'), ([intercept]) => ({ kind: 'intercept', intercept })),
  intercept_slope: (data) =>
    from(recalibrationFit(data, 'line'), ([intercept, slope]) => ({
      kind: 'intercept_slope',
      intercept,
      slope,
    })),
  temperature: fitTemperature,
  platt: fitPlatt,
  beta: fitBeta,
  isotonic: ({ p, y, w }) => ({ kind: 'isotonic', curve: isotonic(w ? { x: p, y, w } : { x: p, y }) }),
  venn_abers: groupedTuning,
};

function from(
  fit: LogisticFit | { readonly undefinedBecause: string },
  make: (coefficients: Float64Array) => Recalibration,
): Fitted {
  return 'undefinedBecause' in fit ? fit : make(fit.coefficients);
}

function fitTemperature({ y, p, w }: Judged): Fitted {
  const extreme = p.filter((risk, row) => (risk === 0 || risk === 1) && w?.[row] !== 0).length;
  if (extreme > 0) return { undefinedBecause: `p is exactly 0 or 1 in ${extreme} rows` };
  const column = Float64Array.from(p, (risk, row) => (w?.[row] === 0 ? 0 : logit(risk)));
  const fit = fitLogistic({ y, columns: [column], intercept: false, ...(w ? { w } : {}) });
  if ('undefinedBecause' in fit) return fit;
  const [inverse] = fit.coefficients;
  if (inverse > 0) return { kind: 'temperature', temperature: 1 / inverse };
  return { undefinedBecause: 'no temperature: the likelihood is largest where all risks are one half' };
}

function fitPlatt(data: Judged): Fitted {
  const { y, p, w } = data;
  const { events, nonEvents } = classTotals(data);
  const target = [1 / (nonEvents + 2), (events + 1) / (events + 2)];
  const smoothed = Float64Array.from(y, (outcome) => target[outcome]);
  const fit = fitLogistic({ y: smoothed, columns: [p], ...(w ? { w } : {}) });
  return from(fit, ([intercept, slope]) => ({ kind: 'platt', a: -slope, b: -intercept }));
}

function groupedTuning({ y, p, w }: Judged): Recalibration {
  const rows = Array.from(p.keys())
    .filter((row) => w?.[row] !== 0)
    .sort((i, j) => p[i] - p[j]);
  const risks: number[] = [];
  const weight: number[] = [];
  const events: number[] = [];
  for (const row of rows) {
    if (risks.at(-1) !== p[row]) {
      risks.push(p[row]);
      weight.push(0);
      events.push(0);
    }
    const at = risks.length - 1;
    weight[at] += w ? w[row] : 1;
    events[at] += (w ? w[row] : 1) * y[row];
  }
  return {
    kind: 'venn_abers',
    p: Float64Array.from(risks),
    weight: Float64Array.from(weight),
    events: Float64Array.from(events),
  };
}

function checkTuning({ y, p, w }: Judged): void {
  if (p.length !== y.length || (w && w.length !== y.length)) {
    throw new ContractError('recalibration', `y (${y.length}), p (${p.length}) and w differ in length`);
  }
  const bad = p.findIndex((risk) => !(risk >= 0 && risk <= 1));
  if (bad >= 0)
    throw new ContractError('recalibration', `p outside [0, 1] (first: row ${bad + 1}, p = ${p[bad]})`);
  const odd = y.findIndex((outcome) => outcome > 1);
  if (odd >= 0) throw new ContractError('recalibration', `y is neither 0 nor 1 (first: row ${odd + 1})`);
  const weightless = w ? w.findIndex((weight) => !(weight >= 0 && weight < Infinity)) : -1;
  if (weightless >= 0)
    throw new ContractError('recalibration', `weight negative or not finite (first: row ${weightless + 1})`);
}
