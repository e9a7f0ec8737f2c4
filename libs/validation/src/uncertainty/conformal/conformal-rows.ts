import type { EvidenceRow, TextColumn } from '@raredx/tables';
import { levelsIn } from '../../population/prediction-index.ts';
import { evidenceRow, type Statement, statement } from '../../statements/statement.ts';
import { judgedParts, type RowContext, wholeSubject } from '../row-context.ts';
import { countsOf, type ScoredOutcome, type ScoredRows } from '../scored-outcomes.ts';
import { attainableCoverage } from './attainable-coverage.ts';
import { type CalibratedSets, calibratedSets, type SetOptions } from './calibrated-sets.ts';
import { type Pairing, pairingsOf, provenance } from './pairing.ts';
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

/** Rows of the target about which something is said, the sets and the figures. */
interface Slice {
  /** Of the metric names: how the sets were calibrated. */
  readonly prefix: string;
  readonly made: ReturnType<typeof calibratedSets>;
  readonly names: readonly FigureName[];
  readonly site?: string;
  readonly attribute?: string;
  readonly level?: string;
  readonly takes: (row: number) => boolean;
  /** Number of the class; the label of the row where classes are labels, and the metric's suffix where they are not. */
  readonly ofClass?: number;
}

interface Writing extends RowContext {
  readonly alpha: number;
}

function attainableNote(sets: CalibratedSets, { alpha, plan }: Writing, pairing: Pairing): string {
  const found = attainableCoverage(sets.patients, alpha, plan.confidence);
  const least = pairing.source === pairing.target ? 'at least ' : '';
  if ('undefinedBecause' in found) return found.undefinedBecause;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return (
    `${least}${sets.patients} calibration patients: ${percent(plan.confidence)} of such calibrations cover ` +
    `between ${percent(found.lower)} and ${percent(found.upper)}`
  );
}

function suffixOf(slice: Slice, outcome: ScoredOutcome): string {
  if (slice.ofClass === undefined || !outcome.binary) return slice.ofClass === undefined ? '' : '_event';
  return slice.ofClass === 1 ? '_event' : '_nonevent';
}

function rowsOfSlice(pairing: Pairing, slice: Slice, writing: Writing): EvidenceRow[] {
  const { prefix, made, names } = slice;
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
    // As of sensitivity: the population's counts, of which only the class enters.
    ...countsOf(index, target, { takes: slice.takes, event: outcome.binary ? 1 : (slice.ofClass ?? null) }),
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
        ...rowsOfSlice(pairing, { prefix: 'conformal', made: whole, names: allFigures, ...slice }, writing),
        ...rowsOfSlice(pairing, { prefix: 'conformal_by_group', made, names: allFigures, ...slice }, writing),
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
    rowsOfSlice(pairing, { ...made, site: name, takes: atLevel(site, name, pairing.target) }, writing),
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
      ...rowsOfSlice(pairing, { ...one, ...everyone, names: allFigures }, writing),
      ...outcome.classNames.flatMap((_, ofClass) =>
        rowsOfSlice(pairing, { ...one, ...everyone, ofClass, names: ['coverage'] }, writing),
      ),
    ]),
    ...siteRows(pairing, writing, sets[0].made),
    ...levelRows(pairing, writing, sets[0].made),
  ];
}

function nothingToCalibrate(outcome: ScoredOutcome, context: RowContext): EvidenceRow[] {
  const reason =
    outcome.parts.has('test') || outcome.parts.has('external')
      ? 'no tuning or internal predictions to calibrate on'
      : 'no second partition and no folds: nothing to calibrate apart from what is judged';
  return judgedParts(outcome).flatMap((part) =>
    alphas.map((alpha) => {
      const made = statement(
        'conformal_coverage',
        { undefinedBecause: reason },
        { threshold: 1 - alpha, method: 'LAC sets' },
      );
      return evidenceRow(made, wholeSubject(context, outcome, part), context.severalLabels);
    }),
  );
}

/**
 * Conformal sets of every model as evidence: coverage (of a patient's samples at once), mean set size, share of sets with
 * one label and with none, at 90 and 95 % (the threshold column), on test and external patients, by outcome, site and
 * attribute. Calibrated on the tuning partition if there is one, else on internal out-of-fold scores; where neither test
 * nor external patients exist, each internal fold on the others. `conformal_by_class_…` and `conformal_by_group_…` are
 * calibrated in each observed class and in each level apart. The note states what coverage so many patients can attain.
 */
export function conformalRows(outcome: ScoredOutcome, context: RowContext): EvidenceRow[] {
  const pairings = pairingsOf(outcome);
  if (pairings.length === 0) return nothingToCalibrate(outcome, context);
  return pairings.flatMap((pairing) =>
    alphas.flatMap((alpha) => rowsAtAlpha(pairing, { ...context, alpha })),
  );
}
