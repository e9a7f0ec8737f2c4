import type { EvidenceRow, TextColumn } from '@raredx/tables';
import { levelsIn, type PredictionIndex } from '../../population/prediction-index.ts';
import { evidenceRow, type Statement, statement } from '../../statements/statement.ts';
import { countsOf, type ScoredOutcome, type ScoredRows } from '../scored-outcomes.ts';
import type { UncertaintyPlan } from '../uncertainty-plan.ts';
import { attainableCoverage } from './attainable-coverage.ts';
import { type CalibratedSets, calibratedSets, type SetOptions } from './calibrated-sets.ts';
import { type SetFigure, summariseSets } from './summarise-sets.ts';

/** Shares of misses for which sets are made. */
const alphas = [0.1, 0.05];

const figures = {
  coverage: 'coverage',
  set_size: 'size',
  singleton_rate: 'singletonRate',
  empty_rate: 'emptyRate',
} as const;

type FigureName = keyof typeof figures;

/** A target with what calibrates it. */
interface Pairing {
  readonly outcome: ScoredOutcome;
  readonly source: ScoredRows;
  readonly target: ScoredRows;
}

/** Rows of the target about which something is said. */
interface Slice {
  readonly site?: string;
  readonly attribute?: string;
  readonly level?: string;
  readonly takes: (row: number) => boolean;
  /** Number of the class; the label of the row where classes are labels, and the metric's suffix where they are not. */
  readonly ofClass?: number;
}

interface Writing {
  readonly index: PredictionIndex;
  readonly plan: UncertaintyPlan;
  readonly alpha: number;
  readonly severalLabels: boolean;
}

function provenance({ source, target }: Pairing): string {
  if (source === target) return 'calibrated on the other folds of its own cross-validation';
  if (source.partition === 'tuning') return 'split conformal, calibrated on the tuning partition';
  return 'calibrated on internal out-of-fold scores (CV+ style, of the fold models and not of the model judged)';
}

function attainableNote(sets: CalibratedSets, { alpha, plan }: Writing, pairing: Pairing): string {
  const found = attainableCoverage(sets.patients, alpha, plan.confidence);
  const folds = pairing.source === pairing.target ? ' at least' : '';
  if ('undefinedBecause' in found) return found.undefinedBecause;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return (
    `${sets.patients}${folds} calibration patients: ${percent(plan.confidence)} of such calibrations cover ` +
    `between ${percent(found.lower)} and ${percent(found.upper)}`
  );
}

function suffixOf(slice: Slice, outcome: ScoredOutcome): string {
  if (slice.ofClass === undefined || !outcome.binary) return slice.ofClass === undefined ? '' : '_event';
  return slice.ofClass === 1 ? '_event' : '_nonevent';
}

function rowsOfSlice(
  pairing: Pairing,
  { prefix, made, names }: { prefix: string; made: ReturnType<typeof calibratedSets>; names: FigureName[] },
  slice: Slice,
  writing: Writing,
): EvidenceRow[] {
  const { outcome, target } = pairing;
  const { index, plan, alpha, severalLabels } = writing;
  const takes = (row: number) =>
    slice.takes(row) && (slice.ofClass === undefined || target.y[row] === slice.ofClass);
  const about = {
    model: outcome.model,
    label: slice.ofClass !== undefined && !outcome.binary ? outcome.classNames[slice.ofClass] : outcome.label,
    partition: target.partition,
    site: slice.site ?? null,
    attribute: slice.attribute ?? null,
    level: slice.level ?? null,
    ...countsOf(index, target, { takes, event: slice.ofClass ?? (outcome.binary ? 1 : null) }),
  };
  const name = (figure: FigureName) => `${prefix}_${figure}${suffixOf(slice, outcome)}`;
  const threshold = 1 - alpha;
  const method = `LAC sets over patients, ${provenance(pairing)}`;
  const write = (statements: Statement[]) => statements.map((one) => evidenceRow(one, about, severalLabels));
  if ('undefinedBecause' in made) {
    return write(names.map((figure) => statement(name(figure), made, { threshold, method })));
  }
  const summary = summariseSets({ ...target, sets: made.sets }, plan.confidence, takes);
  const note = attainableNote(made, writing, pairing);
  return write(
    names.map((figure) => {
      const found: SetFigure = summary[figures[figure]];
      return statement(name(figure), found.estimate, {
        threshold,
        limits: found.limits,
        confidence: plan.confidence,
        method: `${found.method}; ${method}`,
        note,
      });
    }),
  );
}

const allFigures = Object.keys(figures) as FigureName[];

function atLevel(column: TextColumn, level: string, part: ScoredRows) {
  const code = column.levels.indexOf(level);
  return (row: number) => column.codes[part.rows[row]] === code;
}

function levelRows(
  pairing: Pairing,
  writing: Writing,
  whole: ReturnType<typeof calibratedSets>,
): EvidenceRow[] {
  const { source, target, outcome } = pairing;
  const { attributes } = writing.index.predictions;
  return Object.entries(attributes).flatMap(([attribute, column]) =>
    levelsIn(target.rows, column).flatMap((level) => {
      const takes = atLevel(column, level, target);
      const slice = { attribute, level, takes };
      const options: SetOptions = { alpha: writing.alpha, by: 'all', classNames: outcome.classNames };
      const made = calibratedSets(source, target, {
        ...options,
        calibrates: atLevel(column, level, source),
        applies: takes,
      });
      return [
        ...rowsOfSlice(pairing, { prefix: 'conformal', made: whole, names: allFigures }, slice, writing),
        ...rowsOfSlice(pairing, { prefix: 'conformal_by_group', made, names: allFigures }, slice, writing),
      ];
    }),
  );
}

function siteRows(
  pairing: Pairing,
  writing: Writing,
  whole: ReturnType<typeof calibratedSets>,
): EvidenceRow[] {
  const { site } = writing.index.predictions;
  const sites = levelsIn(pairing.target.rows, site);
  if (sites.length < 2) return [];
  const made = { prefix: 'conformal', made: whole, names: allFigures };
  return sites.flatMap((name) =>
    rowsOfSlice(pairing, made, { site: name, takes: atLevel(site, name, pairing.target) }, writing),
  );
}

function rowsAtAlpha(pairing: Pairing, writing: Writing): EvidenceRow[] {
  const { source, target, outcome } = pairing;
  const everyone = { takes: () => true };
  const kinds = [
    ['conformal', 'all'],
    ['conformal_by_class', 'class'],
  ] as const;
  const sets = kinds.map(([prefix, by]) => ({
    prefix,
    made: calibratedSets(source, target, { alpha: writing.alpha, by, classNames: outcome.classNames }),
  }));
  return [
    ...sets.flatMap((one) => [
      ...rowsOfSlice(pairing, { ...one, names: allFigures }, everyone, writing),
      ...outcome.classNames.flatMap((_, ofClass) =>
        rowsOfSlice(pairing, { ...one, names: ['coverage'] }, { ...everyone, ofClass }, writing),
      ),
    ]),
    ...siteRows(pairing, writing, sets[0].made),
    ...levelRows(pairing, writing, sets[0].made),
  ];
}

function folds({ fold }: ScoredRows): number {
  return new Set(fold).size;
}

/** What calibrates each partition that can be judged; the reason where nothing can. */
function pairingsOf(outcome: ScoredOutcome): Pairing[] {
  const { parts } = outcome;
  const internal = parts.get('internal');
  const source = parts.get('tuning') ?? internal;
  const targets = ['test', 'external'].flatMap((name) => parts.get(name) ?? []);
  if (source && targets.length > 0) return targets.map((target) => ({ outcome, source, target }));
  return internal && folds(internal) > 1 ? [{ outcome, source: internal, target: internal }] : [];
}

function nothingToCalibrate(
  index: PredictionIndex,
  outcome: ScoredOutcome,
  severalLabels: boolean,
): EvidenceRow[] {
  const reason =
    outcome.parts.has('test') || outcome.parts.has('external')
      ? 'no tuning or internal predictions to calibrate on'
      : 'no second partition and no folds: nothing to calibrate apart from what is judged';
  return [...outcome.parts.values()]
    .filter(({ partition }) => partition !== 'tuning')
    .flatMap((part) =>
      alphas.map((alpha) =>
        evidenceRow(
          statement(
            'conformal_coverage',
            { undefinedBecause: reason },
            { threshold: 1 - alpha, method: 'LAC sets' },
          ),
          {
            model: outcome.model,
            label: outcome.label,
            partition: part.partition,
            site: null,
            attribute: null,
            level: null,
            ...countsOf(index, part, { takes: () => true, event: outcome.binary ? 1 : null }),
          },
          severalLabels,
        ),
      ),
    );
}

/**
 * Conformal sets of every model as evidence: coverage (of a patient's samples at once), mean set size, share of sets with
 * one label and with none, at 90 and 95 % (the threshold column), on test and external patients, by outcome, site and
 * attribute. Calibrated on the tuning partition if there is one, else on internal out-of-fold scores; where neither test
 * nor external patients exist, each internal fold on the others. `conformal_by_class_…` and `conformal_by_group_…` are
 * calibrated in each observed class and in each level apart. The note states what coverage so many patients can attain.
 */
export function conformalRows(
  index: PredictionIndex,
  outcome: ScoredOutcome,
  plan: UncertaintyPlan,
  severalLabels: boolean,
): EvidenceRow[] {
  const pairings = pairingsOf(outcome);
  if (pairings.length === 0) return nothingToCalibrate(index, outcome, severalLabels);
  return pairings.flatMap((pairing) =>
    alphas.flatMap((alpha) => rowsAtAlpha(pairing, { index, plan, alpha, severalLabels })),
  );
}
