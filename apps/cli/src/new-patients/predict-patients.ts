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
import { createTalk } from '../talk.ts';
import { csvLine } from './csv-line.ts';
import { type FamiliarityLevel, familiarityName, familiarityOf } from './familiarity.ts';
import { risksOfPatients } from './risks-of-patients.ts';
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
  const entry = chosenModel(list, request.name);
  const bytes = readTableModel(resolve(request.model), entry);
  const all = await loadNewPatients(list.dataset, { path: request.manifest, predictors: entry.predictors });
  for (const warning of all.warnings) talk.line(warning);
  const cohort = eligibleNow(all);
  if (cohort.rows < all.rows)
    talk.line(
      `left out: ${all.rows - cohort.rows} of ${all.rows} rows that are not eligible for the data set`,
    );
  const known = cohort.site.filter((site) => list.development.includes(site)).length;
  if (known > 0)
    talk.line(`${known} rows are of a site that the models learned from: no external test of those`);
  const p = risksOfPatients(cohort, entry, bytes);
  const out = resolve(request.out);
  mkdirSync(out, { recursive: true });
  const levels = list.familiarity && familiarityOf(cohort, [...cohort.site.keys()], list.familiarity);
  const strange = levels?.filter((level) => level === 'unfamiliar').length ?? 0;
  if (strange > 0)
    talk.line(`${strange} of ${cohort.rows} rows are unlike those that the models learned from`);
  writeAtomically(join(out, 'risks.csv'), riskTable(cohort, { p, outcome: list.outcome, levels }));
  const judged = judgedRows(cohort, list.outcome);
  const summary = writePredictions(join(out, 'predictions.parquet'), {
    list,
    entry,
    cohort,
    p,
    judged,
    levels,
  });
  for (const line of summaryLines(summary)) talk.line(line);
  const said = {
    ...{ model: entry.name, patients: new Set(cohort.patientId).size, samples: cohort.rows },
    ...{ notEligible: all.rows - cohort.rows, judged: judged.length },
    risks: join(request.out, 'risks.csv'),
    predictions: judged.length > 0 ? join(request.out, 'predictions.parquet') : null,
    summary,
  };
  process.stdout.write(request.json ? `${JSON.stringify(said)}\n` : `${said.risks}\n`);
  return 0;
}

/** Rules about outcomes and about columns that the file lacks say nothing of a patient who has just come. */
function eligibleNow(cohort: Cohort): Cohort {
  const eligibility = cohort.dataset.eligibility.filter((rule) => {
    const { role, missing } = columnOf(cohort, rule.column);
    return role !== 'outcome' && role !== 'followup' && missing.some((flag) => flag === 0);
  });
  return eligibleCohort({ ...cohort, dataset: { ...cohort.dataset, eligibility } });
}

interface Risks {
  readonly p: Float64Array;
  readonly outcome: string;
  readonly levels: readonly FamiliarityLevel[] | undefined;
}

function riskTable(cohort: Cohort, { p, outcome, levels }: Risks): string {
  const lines = Array.from(p, (risk, row) =>
    csvLine([
      ...([cohort.sampleId[row], cohort.patientId[row], cohort.site[row]] as string[]),
      String(risk),
      ...(levels ? [levels[row] as string] : []),
    ]),
  );
  const head = ['sample_id', 'patient_id', 'site', `p_${outcome}`, ...(levels ? [familiarityName] : [])];
  return `${[csvLine(head), ...lines].join('\n')}\n`;
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
  readonly levels: readonly FamiliarityLevel[] | undefined;
}

function writePredictions(
  path: string,
  { list, entry, cohort, p, judged, levels }: Judged,
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
    partition: of('external'),
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
