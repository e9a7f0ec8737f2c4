import type { PhenotypeCase } from '@raredx/cohort';
import { type Partition, type TextColumn, type TrialMeasure, type Trials, textColumn } from '@raredx/tables';
import { joinedText } from './joined-text.ts';

/** One number measured of one case. */
export interface Trial {
  readonly of: Pick<PhenotypeCase, 'id' | 'patient' | 'site'>;
  readonly model: string;
  readonly condition: string;
  readonly group: string;
  readonly disease: string;
  readonly draw: number;
  readonly value: number;
}

export interface TrialSetting {
  readonly measure: TrialMeasure;
  readonly partition: Partition;
  readonly candidateCount: (trial: Trial) => number;
}

/** Trials as their table. */
export function trialTable(trials: readonly Trial[], setting: TrialSetting): Trials {
  const text = (read: (trial: Trial) => string) => textColumn(trials.map(read));
  return {
    rows: trials.length,
    caseId: text(({ of }) => of.id),
    patientId: text(({ of }) => of.patient),
    site: text(({ of }) => of.site),
    model: text(({ model }) => model),
    partition: text(() => setting.partition),
    measure: text(() => setting.measure),
    condition: text(({ condition }) => condition),
    group: text(({ group }) => group),
    disease: text(({ disease }) => disease),
    draw: Int32Array.from(trials, ({ draw }) => draw),
    value: Float64Array.from(trials, ({ value }) => value),
    candidateCount: Int32Array.from(trials, setting.candidateCount),
  };
}

/** Tables one below the other. */
export function joinedTrials(tables: readonly Trials[]): Trials {
  const text = (pick: (table: Trials) => TextColumn): TextColumn => joinedText(tables, pick);
  return {
    rows: tables.reduce((total, { rows }) => total + rows, 0),
    caseId: text(({ caseId }) => caseId),
    patientId: text(({ patientId }) => patientId),
    site: text(({ site }) => site),
    model: text(({ model }) => model),
    partition: text(({ partition }) => partition),
    measure: text(({ measure }) => measure),
    condition: text(({ condition }) => condition),
    group: text(({ group }) => group),
    disease: text(({ disease }) => disease),
    draw: Int32Array.from(tables.flatMap(({ draw }) => Array.from(draw))),
    value: Float64Array.from(tables.flatMap(({ value }) => Array.from(value))),
    candidateCount: Int32Array.from(tables.flatMap(({ candidateCount }) => Array.from(candidateCount))),
  };
}
