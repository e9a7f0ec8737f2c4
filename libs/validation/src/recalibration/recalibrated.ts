import { ContractError, type Predictions, type TextColumn } from '@raredx/tables';
import { applyRecalibration } from './apply-recalibration.ts';
import { fitRecalibration } from './fit-recalibration.ts';
import type { Recalibration, RecalibrationKind } from './recalibration.ts';

/**
 * Adds each model's recalibrated risks as the model `name+kind`, in every partition but `tuning`, whose rows alone the
 * recalibration is fitted on. A sample that stands in several tuning rows (repeats) counts once in all.
 *
 * What the tuning rows do not define is left out and said in `unchecked`.
 *
 * @throws ContractError where a model has no tuning rows, or no others, or `name+kind` is already a model
 */
export function recalibrated(predictions: Predictions, kinds: readonly RecalibrationKind[]): Predictions {
  const added: Added[] = [];
  const unchecked: string[] = [];
  for (const { model, label, tuning, others } of groupsOf(predictions)) {
    const name = predictions.model.levels[model];
    for (const kind of new Set(kinds)) {
      const fitted = fitRecalibration(kind, tuningRows(predictions, tuning));
      if ('undefinedBecause' in fitted) {
        const outcome = predictions.label.levels.length > 1 ? ` (${predictions.label.levels[label]})` : '';
        unchecked.push(`${name}+${kind} was not made${outcome}: ${fitted.undefinedBecause}`);
      } else added.push({ name: `${name}+${kind}`, rows: others, recalibration: fitted });
    }
  }
  return withRows(predictions, added, unchecked);
}

interface Group {
  readonly model: number;
  readonly label: number;
  readonly tuning: readonly number[];
  readonly others: readonly number[];
}

interface Added {
  readonly name: string;
  readonly rows: readonly number[];
  readonly recalibration: Recalibration;
}

function groupsOf({ rows, model, label, partition }: Predictions): Group[] {
  const groups = new Map<string, { model: number; label: number; tuning: number[]; others: number[] }>();
  const tuning = partition.levels.indexOf('tuning');
  for (let row = 0; row < rows; row++) {
    const key = `${model.codes[row]}:${label.codes[row]}`;
    const group = groups.get(key) ?? {
      model: model.codes[row],
      label: label.codes[row],
      tuning: [],
      others: [],
    };
    groups.set(key, group);
    (partition.codes[row] === tuning ? group.tuning : group.others).push(row);
  }
  for (const group of groups.values()) {
    const name = model.levels[group.model];
    if (group.tuning.length === 0) {
      throw new ContractError(
        'recalibration',
        `no tuning rows of model ${name}`,
        'give a partition column in which the patients kept for recalibration are called tuning; those of test or external would be judged on what they were fitted to',
      );
    }
    if (group.others.length === 0) {
      throw new ContractError(
        'recalibration',
        `model ${name} has tuning rows only: nothing is left to judge`,
      );
    }
  }
  return [...groups.values()];
}

function tuningRows({ y, p, sampleId }: Predictions, rows: readonly number[]) {
  const times = new Map<number, number>();
  for (const row of rows) times.set(sampleId.codes[row], (times.get(sampleId.codes[row]) ?? 0) + 1);
  const data = { y: Uint8Array.from(rows, (row) => y[row]), p: Float64Array.from(rows, (row) => p[row]) };
  if (times.size === rows.length) return data;
  return { ...data, w: Float64Array.from(rows, (row) => 1 / (times.get(sampleId.codes[row]) as number)) };
}

function withRows(table: Predictions, added: readonly Added[], unchecked: readonly string[]): Predictions {
  const names = [...new Set(added.map(({ name }) => name))];
  const taken = names.filter((name) => table.model.levels.includes(name));
  if (taken.length > 0)
    throw new ContractError('recalibration', `the model is there already (${taken.join(', ')})`);
  const source = added.flatMap(({ rows }) => [...rows]);
  const rows = Uint32Array.from([...Array(table.rows).keys(), ...source]);
  const text = ({ codes, levels }: TextColumn): TextColumn => ({
    codes: rows.map((row) => codes[row]),
    levels,
  });
  const model = text(table.model).codes;
  const p = Float64Array.from(rows, (row) => table.p[row]);
  let at = table.rows;
  for (const { name, rows: own, recalibration } of added) {
    p.set(applyRecalibration(recalibration, p.slice(at, at + own.length)), at);
    model.fill(table.model.levels.length + names.indexOf(name), at, at + own.length);
    at += own.length;
  }
  return {
    ...table,
    rows: rows.length,
    patientId: text(table.patientId),
    sampleId: text(table.sampleId),
    site: text(table.site),
    model: { codes: model, levels: [...table.model.levels, ...names] },
    partition: text(table.partition),
    repeat: Int32Array.from(rows, (row) => table.repeat[row]),
    fold: Int32Array.from(rows, (row) => table.fold[row]),
    ...(table.imputation
      ? { imputation: Int32Array.from(rows, (row) => (table.imputation as Int32Array)[row]) }
      : {}),
    label: text(table.label),
    y: Uint8Array.from(rows, (row) => table.y[row]),
    p,
    ...(table.time ? { time: Float64Array.from(rows, (row) => (table.time as Float64Array)[row]) } : {}),
    ...(table.event ? { event: Uint8Array.from(rows, (row) => (table.event as Uint8Array)[row]) } : {}),
    attributes: Object.fromEntries(
      Object.entries(table.attributes).map(([name, column]) => [name, text(column)]),
    ),
    unchecked: [...table.unchecked, ...unchecked],
  };
}
