import { expit, logit, normalQuantile } from '@raredx/stats';
import { repeatsText } from '../population/mean-over-repeats.ts';
import { type Limits, type Statement, statement } from '../statements/statement.ts';
import {
  type PatientInfluence,
  type Placed,
  patientInfluence,
  twoSidedVariance,
  type Weighting,
} from './patient-influence.ts';
import { type TransportedMetric, transported } from './row-influence.ts';

/** Fewer effective patients with or without the event than this carry no standardised performance. */
const fewestEffective = 10;

type Undefined = { readonly undefinedBecause: string };

export interface Sides {
  readonly development: Placed;
  readonly external: Placed;
  /** By place in the joint roster. */
  readonly isExternal: Uint8Array;
  readonly weighting: Weighting | Undefined;
}

interface EffectiveSize {
  readonly all: number;
  readonly events: number;
  readonly others: number;
}

/** (Σw)² / Σw² over patients, whose weight is the mean of their samples': how many unweighted ones they are worth. */
export function effectiveSize({ population, samples }: Placed, { membership }: Weighting): EffectiveSize {
  const weight = new Float64Array(population.roster.size);
  const rows = new Float64Array(population.roster.size);
  population.repeats.forEach(({ patient }, r) => {
    patient.forEach((place, i) => {
      weight[place] += membership.odds[samples[r][i]];
      rows[place]++;
    });
  });
  const among = (keep: (place: number) => boolean) => {
    let sum = 0;
    let squares = 0;
    for (const place of population.members) {
      if (!keep(place)) continue;
      const w = weight[place] / rows[place];
      sum += w;
      squares += w * w;
    }
    return squares > 0 ? (sum * sum) / squares : 0;
  };
  return {
    all: among(() => true),
    events: among((place) => population.hasEvent[place] === 1),
    others: among((place) => population.hasEvent[place] === 0),
  };
}

function limitsOf(
  value: number,
  variance: number | undefined,
  { onLogit, confidence }: { onLogit: boolean; confidence: number },
): Limits {
  if (variance === undefined) return { undefinedBecause: 'fewer than two patients' };
  if (!(variance > 0)) return { undefinedBecause: 'no variance' };
  const margin = normalQuantile((1 + confidence) / 2) * Math.sqrt(variance);
  if (!onLogit) return { lower: value - margin, upper: value + margin };
  if (!(value > 0 && value < 1)) return { undefinedBecause: `the estimate is ${value}` };
  const scaled = margin / (value * (1 - value));
  return { lower: expit(logit(value) - scaled), upper: expit(logit(value) + scaled) };
}

const sandwich = 'influence of patients of both cohorts, weights estimated';

function difference(
  a: PatientInfluence | Undefined,
  b: PatientInfluence | Undefined,
): PatientInfluence | Undefined {
  if ('undefinedBecause' in a) return a;
  if ('undefinedBecause' in b) return b;
  return { value: a.value - b.value, ofPatients: a.ofPatients.map((x, place) => x - b.ofPatients[place]) };
}

/** Of each metric: its standardised value, its whole change, and the two parts of that. */
export const standardisedParts = ['standardised', 'change', 'case_mix', 'model'] as const;

/** A slope hangs on the outermost patients, whose weights are the most uneven: see transport-coverage.slow.ts. */
const tooNarrow = 'transport:calibration_slope_case_mix';
const poorCoverage = { undefinedBecause: 'its 95 % limits covered 85 to 87 % in simulation' };

interface Part {
  readonly name: (typeof standardisedParts)[number];
  readonly of: PatientInfluence | Undefined;
  readonly note: string;
  readonly onLogit: boolean;
}

function partsOf(metric: TransportedMetric, sides: Sides, tooFew: Undefined | undefined): Part[] {
  const { development, external, weighting } = sides;
  const inside = patientInfluence(metric, development);
  const outside = patientInfluence(metric, external);
  const standardised = (): PatientInfluence | Undefined => {
    if ('undefinedBecause' in weighting) return weighting;
    return tooFew ?? patientInfluence(metric, external, weighting);
  };
  const weighted = standardised();
  const risk = metric === 'auroc' || metric === 'brier';
  return [
    {
      name: 'standardised',
      of: weighted,
      note: 'external patients weighted to the development case mix',
      onLogit: risk,
    },
    { name: 'change', of: difference(outside, inside), note: 'external minus development', onLogit: false },
    {
      name: 'case_mix',
      of: difference(outside, weighted),
      note: 'part of the change due to case mix: external minus standardised',
      onLogit: false,
    },
    {
      name: 'model',
      of: difference(weighted, inside),
      note: 'part of the change due to the model: standardised minus development',
      onLogit: false,
    },
  ];
}

function effectiveStatement(size: EffectiveSize | Undefined): Statement {
  const metric = 'transport:effective_sample_size';
  const method = 'square of the sum of weights over the sum of their squares, by patient';
  if ('undefinedBecause' in size) return statement(metric, size, { method });
  const note = `${size.events.toFixed(1)} with the event, ${size.others.toFixed(1)} without`;
  return statement(metric, { value: size.all }, { method, note });
}

/**
 * A change in performance split in two: what the same model would have had to show for other patients (case mix), and
 * what is left (the model does not hold there). External patients are weighted by their odds of having been in
 * development.
 *
 * @see Steingrimsson JA et al. (2023) Am J Epidemiol 192:296–304, for standardised performance
 * @see Debray TPA et al. (2015) J Clin Epidemiol 68:279–289, for the reading of it
 */
export function standardisedStatements(sides: Sides, confidence: number): Statement[] {
  const { weighting } = sides;
  const size = 'undefinedBecause' in weighting ? weighting : effectiveSize(sides.external, weighting);
  const tooFew =
    'all' in size && Math.min(size.events, size.others) < fewestEffective
      ? {
          undefinedBecause: `${size.events.toFixed(1)} effective patients with the event and ${size.others.toFixed(1)} without, fewer than ${fewestEffective}`,
        }
      : undefined;
  const repeats = repeatsText(sides.development.population);
  const method = `${sandwich}${repeats}`;
  const made = transported.flatMap((metric) =>
    partsOf(metric, sides, tooFew).map(({ name, of, note, onLogit }) => {
      const full = `transport:${metric}_${name}`;
      if ('undefinedBecause' in of) return statement(full, of, { method, note });
      const variance = twoSidedVariance(of.ofPatients, sides.isExternal);
      const limits =
        full === tooNarrow ? poorCoverage : limitsOf(of.value, variance, { onLogit, confidence });
      return statement(full, { value: of.value }, { limits, confidence, method, note });
    }),
  );
  return [effectiveStatement(size), ...made];
}
