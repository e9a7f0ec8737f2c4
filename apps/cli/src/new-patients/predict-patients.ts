import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  attributeValues,
  type Cohort,
  columnOf,
  eligibleCohort,
  loadNewPatients,
  takeRows,
} from '@raredx/cohort';
import { writeAtomically } from '@raredx/experiment';
import { encodePredictions, type Predictions, textColumn } from '@raredx/tables';
import { type PartSummary, summarise, summaryLines } from '../encoded/summarise.ts';
import { createTalk, type Talk } from '../talk.ts';
import { type FamiliarityLevel, familiarityName, familiarityOf } from './familiarity.ts';
import { type TestPart, testParts } from './learned-patients.ts';
import { patientRisks } from './patient-risks.ts';
import { risksOfPatients } from './risks-of-patients.ts';
import { type SeenPredictor, type Unmet, unmetOf } from './seen-predictors.ts';
import { chosenModel, readTableModel, type TableModelList } from './table-models.ts';

export interface PatientsRequest {
  readonly manifest: string;
  readonly model: string;
  readonly name?: string | undefined;
  readonly out: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `raredx predict` of a run over a table: risks of patients who come later; judged too where their outcome is known. */
export async function predictPatients(request: PatientsRequest, list: TableModelList): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const folder = resolve(request.model);
  const entry = chosenModel(list, request.name);
  const bytes = readTableModel(folder, entry);
  const all = await loadNewPatients(list.dataset, { path: request.manifest, predictors: entry.predictors });
  for (const warning of all.warnings) talk.line(warning);
  const seen = list.seen.filter(({ column }) => entry.predictors.includes(column));
  const cohort = toPredict(all, seen, talk);
  const p = risksOfPatients(cohort, entry, bytes);
  const unmet = unmetOf(cohort, seen);
  sayUnmet(unmet, talk);
  const levels = list.familiarity && familiarityOf(cohort, list.familiarity);
  const strange = levels?.filter((level) => level === 'unfamiliar').length ?? 0;
  if (strange > 0)
    talk.line(`${strange} of ${cohort.rows} rows are unlike those that the models learned from`);
  const out = resolve(request.out);
  mkdirSync(out, { recursive: true });
  writeAtomically(join(out, 'risks.csv'), patientRisks(cohort, { p, outcome: list.outcome, unmet, levels }));
  const parts = await testParts(cohort, list, folder);
  const learned = parts.filter((part) => part === 'learned').length;
  if (learned > 0)
    talk.line(`${learned} rows are of patients that the models learned from: a risk, and no judgement`);
  if (parts.includes('test'))
    talk.line(
      'rows of sites that the models learned from are a test within those sites, not an external one',
    );
  const judged = judgedRows(cohort, list.outcome).filter((row) => parts[row] !== 'learned');
  const summary = writePredictions(join(out, 'predictions.parquet'), {
    ...{ list, entry, cohort, p, judged, parts, levels },
  });
  for (const line of summaryLines(summary)) talk.line(line);
  const said = {
    ...{ model: entry.name, patients: new Set(cohort.patientId).size, samples: cohort.rows },
    ...{ leftOut: all.rows - cohort.rows, judged: judged.length, learned },
    risks: join(request.out, 'risks.csv'),
    predictions: judged.length > 0 ? join(request.out, 'predictions.parquet') : null,
    summary,
  };
  process.stdout.write(request.json ? `${JSON.stringify(said)}\n` : `${said.risks}\n`);
  return 0;
}

/** Who can be predicted: eligible rows of which something is known. */
function toPredict(all: Cohort, seen: readonly SeenPredictor[], talk: Talk): Cohort {
  const eligible = eligibleNow(all);
  if (eligible.rows < all.rows)
    talk.line(
      `left out: ${all.rows - eligible.rows} of ${all.rows} rows that are not eligible for the data set`,
    );
  const unmet = unmetOf(eligible, seen);
  const known = [...unmet.keys()].filter((row) => (unmet[row]?.missing.length ?? 0) < seen.length);
  if (known.length === eligible.rows) return eligible;
  talk.line(`left out: ${eligible.rows - known.length} of ${all.rows} rows without a single predictor`);
  return takeRows(eligible, known);
}

function sayUnmet(unmet: readonly Unmet[], talk: Talk): void {
  const names = [...new Set(unmet.flatMap(({ unseen }) => unseen))];
  for (const name of names) {
    const rows = unmet.filter(({ unseen }) => unseen.includes(name)).length;
    talk.line(`${name}: ${rows} rows have a gap or a level there that no patient had who was learned from`);
  }
}

/** Rules about outcomes and about columns that the file lacks say nothing of a patient who has just come. */
function eligibleNow(cohort: Cohort): Cohort {
  const eligibility = cohort.dataset.eligibility.filter((rule) => {
    const { role, missing } = columnOf(cohort, rule.column);
    return role !== 'outcome' && role !== 'followup' && missing.some((flag) => flag === 0);
  });
  return eligibleCohort({ ...cohort, dataset: { ...cohort.dataset, eligibility } });
}

const judgedRows = (cohort: Cohort, outcome: string): number[] => {
  const { missing } = columnOf(cohort, outcome);
  return [...cohort.site.keys()].filter((row) => missing[row] === 0);
};

interface Judged {
  readonly list: TableModelList;
  readonly entry: { readonly name: string };
  readonly cohort: Cohort;
  readonly p: Float64Array;
  readonly judged: readonly number[];
  readonly parts: readonly TestPart[];
  readonly levels: readonly FamiliarityLevel[] | undefined;
}

function writePredictions(
  path: string,
  { list, entry, cohort, p, judged, parts, levels }: Judged,
): readonly PartSummary[] {
  if (judged.length === 0) {
    // Else those of earlier patients would stand beside these risks.
    rmSync(path, { force: true });
    return [];
  }
  const own = takeRows(cohort, judged);
  const codes = columnOf(own, list.outcome);
  const of = (value: string) => textColumn(new Array<string>(own.rows).fill(value));
  const table: Predictions = {
    rows: own.rows,
    patientId: textColumn(own.patientId),
    sampleId: textColumn(own.sampleId),
    site: textColumn(own.site),
    model: of(entry.name),
    partition: textColumn(judged.map((row) => parts[row] as string)),
    repeat: new Int32Array(own.rows).fill(-1),
    fold: new Int32Array(own.rows).fill(-1),
    label: of(list.outcome),
    y: codes.kind === 'category' ? Uint8Array.from(codes.codes) : new Uint8Array(own.rows),
    p: Float64Array.from(judged, (row) => p[row] as number),
    attributes: {
      ...Object.fromEntries(list.attributes.map((name) => [name, textColumn(attributeValues(own, name))])),
      ...(levels ? { [familiarityName]: textColumn(judged.map((row) => levels[row] as string)) } : {}),
    },
    unchecked: [],
  };
  writeAtomically(path, encodePredictions(table));
  return summarise(table, { seed: 1 });
}
