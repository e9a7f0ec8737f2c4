import { ConfigError } from '@raredx/experiment';
import {
  binormalLinearPredictor,
  type Estimate,
  impliedPrevalence,
  type LinearPredictor,
  normalLinearPredictor,
  type PlannedMeasure,
  plannedMeasures,
  sizeForBound,
  sizeForWidth,
  type ValidationAssumptions,
} from '@raredx/stats';
import {
  type AnticipatedSubgroup,
  auroc,
  checkFlag,
  finite,
  namedNumbers,
  positive,
  proportion,
  share,
  subgroups,
} from './flags.ts';
import { measureNames, targetWidths } from './measure-names.ts';
import { sayCount, sayNumber, sayPercent } from './say-number.ts';
import { textTable } from './text-table.ts';

interface ValidationRequest {
  readonly prevalence: number;
  readonly cStatistic: number;
  readonly lpMean?: number;
  readonly lpSd?: number;
  readonly threshold?: number;
  readonly sensitivity?: number;
  readonly specificity?: number;
  readonly oe: number;
  readonly widths?: string;
  readonly bounds?: string;
  readonly patients?: number;
  readonly confidence: number;
  readonly subgroups?: string;
  readonly json: boolean;
}

interface MeasureNeed {
  readonly measure: string;
  readonly anticipated: number;
  /** What is asked of the interval: its width, or a bound to be cleared. */
  readonly asked: { readonly width: number } | { readonly bound: number };
  readonly patients: number | null;
  readonly events: number | null;
  readonly undefinedBecause: string | null;
  /** With the patients at hand; null where none are named. */
  readonly widthAtHand: number | null;
}

interface PopulationNeed {
  /** Null for the whole cohort. */
  readonly subgroup: string | null;
  readonly prevalence: number;
  readonly auroc: number;
  /** In this population; null where no number is enough for one of the measures. */
  readonly patients: number | null;
  readonly events: number | null;
  /** In the whole cohort, for the subgroup to be that large. */
  readonly patientsInAll: number | null;
  readonly measures: readonly MeasureNeed[];
}

/** `raredx plan validate`. */
export function planValidation(request: ValidationRequest): number {
  checkRequest(request);
  const asked = { widths: widthsOf(request.widths), bounds: namedBounds(request.bounds) };
  const whole = populationNeed(request, null, asked);
  const groups = subgroups(request.subgroups).map((group) => populationNeed(request, group, asked));
  const notes = notesOn(request);
  const result = { confidence: request.confidence, populations: [whole, ...groups], notes };
  process.stdout.write(
    `${request.json ? JSON.stringify(result) : [...[whole, ...groups].map((one) => readable(one, request)), ...notes].join('\n\n')}\n`,
  );
  return 0;
}

/** The widths asked for, where they differ from the usual ones. */
export function widthsOf(text: string | undefined): Readonly<Record<string, number>> {
  return {
    ...targetWidths,
    ...namedNumbers('widths', text, { known: Object.keys(targetWidths), rule: positive }),
  };
}

function namedBounds(text: string | undefined): Readonly<Record<string, number>> {
  return namedNumbers('bounds', text, { known: Object.keys(targetWidths), rule: finite });
}

function checkRequest(request: ValidationRequest): void {
  checkFlag('prevalence', request.prevalence, share);
  checkFlag('c-statistic', request.cStatistic, auroc);
  checkFlag('lp-mean', request.lpMean, finite);
  checkFlag('lp-sd', request.lpSd, positive);
  checkFlag('threshold', request.threshold, share);
  checkFlag('sensitivity', request.sensitivity, proportion);
  checkFlag('specificity', request.specificity, proportion);
  checkFlag('oe', request.oe, positive);
  checkFlag('patients', request.patients, positive);
  checkFlag('confidence', request.confidence, share);
  if ((request.lpMean === undefined) !== (request.lpSd === undefined))
    throw new ConfigError('plan validate', '--lp-mean and --lp-sd need each other', 'give both or neither');
  if (request.threshold === undefined && (request.sensitivity ?? request.specificity) !== undefined)
    throw new ConfigError('plan validate', '--sensitivity and --specificity need --threshold');
}

function spreadOf({ lpMean, lpSd, prevalence, cStatistic }: ValidationRequest): LinearPredictor {
  return lpMean !== undefined && lpSd !== undefined
    ? normalLinearPredictor(lpMean, lpSd)
    : binormalLinearPredictor(cStatistic, prevalence);
}

function assumptions(request: ValidationRequest, group: AnticipatedSubgroup | null): ValidationAssumptions {
  const prevalence = group?.prevalence ?? request.prevalence;
  const discrimination = group?.auroc ?? request.cStatistic;
  const { threshold, sensitivity, specificity, oe, confidence } = request;
  const own = group !== null && (group.prevalence ?? group.auroc) !== undefined;
  return {
    prevalence,
    auroc: discrimination,
    oeRatio: oe,
    confidence,
    linearPredictor: own ? binormalLinearPredictor(discrimination, prevalence) : spreadOf(request),
    ...(threshold === undefined ? {} : { threshold }),
    ...(sensitivity === undefined ? {} : { sensitivity }),
    ...(specificity === undefined ? {} : { specificity }),
  };
}

interface Asked {
  readonly widths: Readonly<Record<string, number>>;
  readonly bounds: Readonly<Record<string, number>>;
}

function populationNeed(
  request: ValidationRequest,
  group: AnticipatedSubgroup | null,
  { widths, bounds }: Asked,
): PopulationNeed {
  const assumed = assumptions(request, group);
  const ofAll = group?.share ?? 1;
  const atHand = request.patients === undefined ? null : request.patients * ofAll;
  const need = (measure: PlannedMeasure, asked: MeasureNeed['asked'], size: Estimate): MeasureNeed => {
    const patients = 'value' in size ? size.value : null;
    const interval = atHand === null ? null : measure.interval(atHand);
    return {
      measure: measure.id,
      anticipated: measure.estimate,
      asked,
      patients,
      events: patients === null ? null : patients * assumed.prevalence,
      undefinedBecause: 'value' in size ? null : size.undefinedBecause,
      widthAtHand: interval && interval.upper - interval.lower,
    };
  };
  const measures = plannedMeasures(assumed).flatMap((measure) => {
    const width = widths[measure.id] as number;
    const bound = bounds[measure.id];
    return [
      need(measure, { width }, sizeForWidth(measure, width)),
      ...(bound === undefined ? [] : [need(measure, { bound }, sizeForBound(measure, bound))]),
    ];
  });
  const sizes = measures.map((one) => one.patients);
  const patients = sizes.includes(null) ? null : Math.max(...(sizes as number[]));
  return {
    subgroup: group?.name ?? null,
    prevalence: assumed.prevalence,
    auroc: assumed.auroc,
    patients,
    events: patients === null ? null : patients * assumed.prevalence,
    patientsInAll: patients === null ? null : Math.ceil(patients / ofAll),
    measures,
  };
}

function notesOn(request: ValidationRequest): readonly string[] {
  if (request.lpMean === undefined) return [];
  const implied = impliedPrevalence(spreadOf(request));
  if (Math.abs(Math.log(implied / request.prevalence)) < Math.log(1.2)) return [];
  return [
    `note: risks of that mean and spread would be right on average at a prevalence of ${sayPercent(implied)}, not ${sayPercent(request.prevalence)}; the slope was planned with them all the same`,
  ];
}

function readable(need: PopulationNeed, { patients: atHand }: ValidationRequest): string {
  const who = need.subgroup === null ? 'whole cohort' : `subgroup ${need.subgroup}`;
  const rows = need.measures.map((one) => [
    measureNames[one.measure] ?? one.measure,
    sayNumber(one.anticipated),
    'width' in one.asked ? `width ${one.asked.width}` : `clear of ${one.asked.bound}`,
    one.patients === null ? 'no number' : sayCount(one.patients),
    one.events === null ? '' : sayCount(one.events),
    ...(one.widthAtHand === null ? [] : [sayNumber(one.widthAtHand)]),
  ]);
  const inAll =
    need.subgroup === null || need.patientsInAll === null
      ? ''
      : ` in the subgroup, ${sayCount(need.patientsInAll)} in all`;
  return [
    `${who}: prevalence ${sayPercent(need.prevalence)}, AUROC ${sayNumber(need.auroc)}`,
    textTable(
      [
        'measure',
        'anticipated',
        'interval asked',
        'patients',
        'events',
        ...(atHand === undefined ? [] : ['width at hand']),
      ],
      rows,
    ),
    need.patients === null
      ? 'needed: no number of patients reaches all of this'
      : `needed: ${sayCount(need.patients)} patients${inAll} (${sayCount(need.events ?? 0)} events)`,
  ].join('\n');
}
