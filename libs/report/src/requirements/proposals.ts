import type { EvidenceRow } from '@raredx/tables';
import { formatCount } from '../format-number.ts';
import type { Pack } from '../pack.ts';

/** An answer drawn from run facts, for a person to confirm. */
export interface Proposal {
  readonly answer: 'yes' | 'probably yes' | 'probably no' | 'no' | 'no information';
  readonly because: string;
  readonly evidence: readonly string[];
}

const unknown = (because: string): Proposal => ({ answer: 'no information', because, evidence: [] });
const ids = (rows: readonly EvidenceRow[]) => rows.map((row) => row.id);

function wholeRows({ evidence, leads }: Pack, metric: string): readonly EvidenceRow[] {
  return evidence.rows.filter(
    (row) => row.metric === metric && row.attribute === null && leads.includes(row.model),
  );
}

/** Below 100 events, or 100 without, validation measures are imprecise: Collins, Ogundimu, Altman (2016) Stat Med 35:214. */
const fewEvents = 100;

function enoughEvents(pack: Pack): Proposal {
  const rows = wholeRows(pack, 'auroc').filter((row) => row.site === null);
  if (rows.length === 0) return unknown('no statement about a whole cohort');
  const least = rows.reduce((a, b) => (smaller(a) <= smaller(b) ? a : b));
  const enough = smaller(least) >= fewEvents;
  return {
    answer: enough ? 'probably yes' : 'probably no',
    because: `the smaller outcome group of the smallest cohort has ${formatCount(smaller(least))}; ${formatCount(fewEvents)} is a rule of thumb, no sample size calculation is at hand`,
    evidence: ids(rows),
  };
}

const smaller = (row: EvidenceRow) => Math.min(row.events, row.samples - row.events);

function noLeakage({ input }: Pack): Proposal {
  if (!input.leak) return unknown('no leak certificate came with these predictions');
  const answers = { clean: 'yes', incomplete: 'probably yes', leak: 'no' } as const;
  const because = {
    clean: 'the leak certificate is clean',
    incomplete: 'no leak was found, but not every check could be made',
    leak: 'the leak certificate found a leak',
  } as const;
  return { answer: answers[input.leak.verdict], because: because[input.leak.verdict], evidence: [] };
}

function missingHandled({ input }: Pack): Proposal {
  if (!input.quality) return unknown('no report on missing values came with these predictions');
  const some = input.quality.columns.filter((column) => column.missing > 0).length;
  if (some === 0) return { answer: 'yes', because: 'no value is missing in the source', evidence: [] };
  return unknown(
    `${formatCount(some)} columns have missing values; whether the handling is right is for a person to say`,
  );
}

function exclusionsCounted({ input }: Pack): Proposal {
  if (!input.flow) return unknown('no flow of patients came with these predictions');
  const steps = input.flow.cohorts.flatMap((cohort) => cohort.steps);
  const excluded = steps.reduce((sum, step) => sum + step.excluded, 0);
  const reasoned = steps.every((step) => step.excluded === 0 || step.reason !== null);
  if (excluded === 0)
    return { answer: 'yes', because: 'nobody was excluded after entering the source', evidence: [] };
  return {
    answer: reasoned ? 'probably yes' : 'probably no',
    because: `${formatCount(excluded)} exclusions, ${reasoned ? 'each with its reason' : 'some without a reason'}`,
    evidence: [],
  };
}

function optimismHandled(pack: Pack): Proposal {
  const corrected = pack.evidence.rows.filter((row) => row.metric.startsWith('optimism_corrected'));
  if (corrected.length > 0)
    return { answer: 'yes', because: 'optimism was estimated and taken off', evidence: ids(corrected) };
  const internal = wholeRows(pack, 'auroc').filter((row) => row.partition === 'internal');
  if (internal.length === 0) return unknown('no internal validation in this pack');
  return {
    answer: 'yes',
    because: 'internal results are out-of-fold, the whole fit repeated in each fold',
    evidence: ids(internal),
  };
}

function calibrationJudged(pack: Pack): Proposal {
  const slope = wholeRows(pack, 'calibration_slope');
  const auroc = wholeRows(pack, 'auroc');
  const both = slope.length > 0 && auroc.length > 0;
  return {
    answer: both ? 'yes' : 'no',
    because: both ? 'both are in the evidence' : 'one of the two is missing',
    evidence: ids([...auroc, ...slope]),
  };
}

function thresholdsDeclared({ input }: Pack): Proposal {
  const examples = input.unchecked.some((text) => text.includes('no thresholds were declared'));
  if (input.thresholds.length === 0 || examples)
    return { answer: 'no', because: 'no threshold was declared beforehand', evidence: [] };
  return { answer: 'yes', because: 'thresholds stand in the resolved plan', evidence: [] };
}

function intervalsGiven(pack: Pack): Proposal {
  const rows = wholeRows(pack, 'auroc');
  const bare = rows.filter((row) => row.estimate !== null && row.lower === null);
  if (rows.length === 0) return unknown('no statement about a whole cohort');
  const unit = pack.input.unchecked.some((text) => text.includes('no patient column'));
  if (unit)
    return {
      answer: 'probably yes',
      because: 'intervals are given, with each row taken for a patient',
      evidence: ids(rows),
    };
  return {
    answer: bare.length === 0 ? 'yes' : 'probably no',
    because: bare.length === 0 ? 'every main estimate has its interval' : 'some estimates have no interval',
    evidence: ids(rows),
  };
}

function subgroupsJudged({ evidence }: Pack): Proposal {
  const rows = evidence.rows.filter((row) => row.attribute !== null && row.attribute !== 'model');
  return {
    answer: rows.length > 0 ? 'probably yes' : 'no',
    because: rows.length > 0 ? 'declared subgroups were judged' : 'no subgroup was judged',
    evidence: ids(rows),
  };
}

export const proposals: Readonly<Record<string, (pack: Pack) => Proposal>> = Object.freeze({
  enoughEvents,
  noLeakage,
  missingHandled,
  exclusionsCounted,
  optimismHandled,
  calibrationJudged,
  thresholdsDeclared,
  intervalsGiven,
  subgroupsJudged,
});
