import { ContractError, type Predictions, type TextColumn, textAt, textColumn } from '@raredx/tables';

/** One model of a table of predictions. */
export interface Contestant {
  readonly predictions: Predictions;
  readonly model: string;
  /** What it is called in the comparison. */
  readonly as: string;
  /** How its file is called in an error. */
  readonly where: string;
}

/**
 * Champion and challenger in one table, for a paired comparison. Both must have predicted the same samples of the same
 * patients with the same observed outcome, in the same partition and resample: a difference between models that rests on
 * different patients is one between patients.
 *
 * @throws ContractError where the rows differ, with counts
 */
export function identicalRows(champion: Contestant, challenger: Contestant): Predictions {
  const old = rowsByKey(champion);
  const now = rowsByKey(challenger);
  const missing = [...old.keys()].filter((key) => !now.has(key)).length;
  const added = [...now.keys()].filter((key) => !old.has(key)).length;
  if (missing > 0 || added > 0) {
    throw new ContractError(
      challenger.where,
      `not the same rows as ${champion.where} (${missing} missing, ${added} more)`,
      'predict the same samples with both models, in the same partition and resample',
    );
  }
  const differing = [...now].filter(
    ([key, row]) =>
      content(champion.predictions, old.get(key) as number) !== content(challenger.predictions, row),
  ).length;
  if (differing > 0) {
    throw new ContractError(
      challenger.where,
      `another patient, site or outcome than in ${champion.where} in ${differing} of the same rows`,
      'both tables must come from the same cohort',
    );
  }
  const order = [...now].map(([key, row]) => ({ row, old: old.get(key) as number }));
  return joined(champion, challenger, order);
}

function rowsByKey({ predictions, model }: Contestant): Map<string, number> {
  const rows = new Map<string, number>();
  const { partition, repeat, fold, imputation, sampleId, label } = predictions;
  for (let row = 0; row < predictions.rows; row++) {
    if (textAt(predictions.model, row) !== model) continue;
    const resample = [repeat[row], fold[row], imputation?.[row] ?? -1];
    rows.set(
      JSON.stringify([textAt(partition, row), ...resample, textAt(label, row), textAt(sampleId, row)]),
      row,
    );
  }
  return rows;
}

function content({ patientId, site, y }: Predictions, row: number): string {
  return JSON.stringify([textAt(patientId, row), textAt(site, row), y[row]]);
}

function joined(
  champion: Contestant,
  challenger: Contestant,
  order: readonly { readonly row: number; readonly old: number }[],
): Predictions {
  const { predictions: now } = challenger;
  const rows = order.flatMap(({ row }) => row);
  const twice = <T>(values: readonly T[]) => [...values, ...values];
  const text = (column: TextColumn) => textColumn(twice(rows.map((row) => textAt(column, row))));
  const whole = (column: Int32Array) => Int32Array.from(twice(rows.map((row) => column[row] as number)));
  const risks = [
    ...order.map(({ old }) => champion.predictions.p[old] as number),
    ...rows.map((row) => now.p[row] as number),
  ];
  const { patientId, sampleId, site, partition, repeat, fold, imputation, label, y, attributes } = now;
  return {
    ...{ rows: risks.length, patientId: text(patientId), sampleId: text(sampleId), site: text(site) },
    model: textColumn([...rows.map(() => champion.as), ...rows.map(() => challenger.as)]),
    ...{ partition: text(partition), repeat: whole(repeat), fold: whole(fold), label: text(label) },
    ...(imputation ? { imputation: whole(imputation) } : {}),
    y: Uint8Array.from(twice(rows.map((row) => y[row] as number))),
    p: Float64Array.from(risks),
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, column]) => [name, text(column)])),
    unchecked: now.unchecked,
  };
}
