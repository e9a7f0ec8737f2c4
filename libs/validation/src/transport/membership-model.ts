import { expit, fitLogistic, type Random, shuffled } from '@raredx/stats';
import type { Population } from '../population/population.ts';
import { aurocStatements } from '../statements/auroc-statements.ts';
import { type Statement, statement } from '../statements/statement.ts';
import type { CaseMix } from './case-mix.ts';
import type { MembershipDesign } from './membership-design.ts';

const folds = 5;

/** Odds of having been in development, and how they hang on each patient. */
export interface Membership {
  /** By sample, relative: only external samples are weighted with them. */
  readonly odds: Float64Array;
  /** For each coefficient, by place in the roster: what the patient adds to it. */
  readonly ofPatients: readonly Float64Array[];
}

const linearAt = (b: Float64Array, columns: readonly Float64Array[], sample: number) =>
  columns.reduce((sum, column, k) => sum + b[k + 1] * column[sample], b[0]);

/** Logistic regression of being external on the design. */
export function fitMembership(
  mix: CaseMix,
  { columns }: MembershipDesign,
): Membership | { undefinedBecause: string } {
  const fit = fitLogistic({ y: mix.member, columns });
  if ('undefinedBecause' in fit) return { undefinedBecause: `membership model: ${fit.undefinedBecause}` };
  const size = columns.length + 1;
  const ofPatients = Array.from({ length: size }, () => new Float64Array(mix.roster.size));
  const linear = mix.linear.map((_, sample) => linearAt(fit.coefficients, columns, sample));
  for (let sample = 0; sample < linear.length; sample++) {
    const residual = mix.member[sample] - expit(linear[sample]);
    for (let a = 0; a < size; a++) {
      let direction = fit.covariance[a * size];
      for (let c = 1; c < size; c++) direction += fit.covariance[a * size + c] * columns[c - 1][sample];
      ofPatients[a][mix.patient[sample]] += direction * residual;
    }
  }
  return { odds: linear.map((x) => Math.exp(-x)), ofPatients };
}

/** Folds of patients, each cohort dealt out evenly. */
function foldOfPatients({ member, patient, roster }: CaseMix, random: Random): Uint8Array {
  const fold = new Uint8Array(roster.size);
  for (const side of [0, 1]) {
    const places = [...new Set(patient.filter((_, sample) => member[sample] === side))].sort((a, b) => a - b);
    shuffled(places.length, random.fork(side)).forEach((of, turn) => {
      fold[places[of]] = turn % folds;
    });
  }
  return fold;
}

/** Chance of being external for each sample, from a model that has not seen its patient. */
function heldOut(
  mix: CaseMix,
  { columns }: MembershipDesign,
  random: Random,
): Float64Array | { undefinedBecause: string } {
  const fold = foldOfPatients(mix, random);
  const chance = new Float64Array(mix.member.length);
  for (let held = 0; held < folds; held++) {
    const w = Float64Array.from(mix.patient, (place) => (fold[place] === held ? 0 : 1));
    const fit = fitLogistic({ y: mix.member, columns, w });
    if ('undefinedBecause' in fit) return { undefinedBecause: `membership model: ${fit.undefinedBecause}` };
    for (let sample = 0; sample < w.length; sample++) {
      if (w[sample] === 0) chance[sample] = expit(linearAt(fit.coefficients, columns, sample));
    }
  }
  return chance;
}

/** Samples as a population whose event is to be external. */
function asPopulation(mix: CaseMix, chance: Float64Array): Population {
  const hasEvent = new Uint8Array(mix.roster.size);
  const seen = new Uint8Array(mix.roster.size);
  let clustered = false;
  mix.patient.forEach((place, sample) => {
    if (seen[place] === 1) clustered = true;
    seen[place] = 1;
    hasEvent[place] |= mix.member[sample];
  });
  return {
    repeats: [{ y: mix.member, p: chance, patient: mix.patient }],
    roster: mix.roster,
    members: Uint32Array.from(seen.keys()),
    hasEvent,
    patients: mix.roster.size,
    samples: mix.member.length,
    events: hasEvent.reduce((sum, e) => sum + e, 0),
    structure: clustered ? 'clustered' : 'simple',
  };
}

/**
 * How well it can be told whether a patient is external: 0.5 where the case mix is alike. Cross-fitted by patient, as
 * the apparent value is far above 0.5 for like cohorts of a hundred patients.
 *
 * @see Debray TPA et al. (2015) J Clin Epidemiol 68:279–289
 */
export function membershipStatement(
  mix: CaseMix,
  design: MembershipDesign,
  { random, confidence }: { readonly random: Random; readonly confidence: number },
): Statement {
  const metric = 'transport:membership_auroc';
  const of = ['linear predictor and its square', ...design.used].join(', ');
  const apart = design.leftOut.length > 0 ? `; left out: ${design.leftOut.join(', ')}` : '';
  const note = `development against external by ${of}${apart}`;
  const method = `logistic membership model, ${folds}-fold cross-fitted by patient`;
  const chance = heldOut(mix, design, random);
  if ('undefinedBecause' in chance) return statement(metric, chance, { method, note });
  const [made] = aurocStatements(asPopulation(mix, chance), confidence);
  const notes = made.note === null ? note : `${note}; ${made.note}`;
  return { ...made, metric, method: `${method}; ${made.method}`, note: notes };
}
