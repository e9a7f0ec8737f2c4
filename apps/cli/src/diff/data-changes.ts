import { type Predictions, type TextColumn, textAt } from '@raredx/tables';

export interface DataCounts {
  readonly rows: number;
  readonly patients: number;
  readonly samples: number;
  /** Samples with the outcome, a sample once for each label. */
  readonly events: number;
  readonly sites: number;
  readonly models: number;
}

export interface DataChanges {
  readonly before: DataCounts;
  readonly after: DataCounts;
  readonly rows: {
    readonly added: number;
    readonly removed: number;
    /** In both by their key, with another content. */
    readonly changed: number;
    /** Of those: another predicted risk, another observed outcome, another patient, site, follow-up or attribute. */
    readonly risk: number;
    readonly outcome: number;
    readonly other: number;
  };
  readonly sites: Names;
  readonly attributes: Names;
}

/** Names that only one of two packs has. */
export interface Names {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What changed in the predicted rows, matched by their key. */
export function dataChanges(before: Predictions, after: Predictions): DataChanges {
  const rowOf = new Map<string, number>();
  for (let row = 0; row < before.rows; row++) rowOf.set(key(before, row), row);
  const counts = { added: 0, removed: 0, changed: 0, risk: 0, outcome: 0, other: 0 };
  const attributes = Object.keys({ ...before.attributes, ...after.attributes });
  for (let row = 0; row < after.rows; row++) {
    const name = key(after, row);
    const old = rowOf.get(name);
    if (old === undefined) {
      counts.added++;
      continue;
    }
    rowOf.delete(name);
    const risk = before.p[old] !== after.p[row];
    const outcome = before.y[old] !== after.y[row];
    const other = content(before, old, attributes) !== content(after, row, attributes);
    counts.risk += Number(risk);
    counts.outcome += Number(outcome);
    counts.other += Number(other);
    counts.changed += Number(risk || outcome || other);
  }
  return {
    before: countsOf(before),
    after: countsOf(after),
    rows: { ...counts, removed: rowOf.size },
    sites: namesChanged(used(before.site), used(after.site)),
    attributes: namesChanged(Object.keys(before.attributes), Object.keys(after.attributes)),
  };
}

export function namesChanged(before: readonly string[], after: readonly string[]): Names {
  return {
    added: after.filter((name) => !before.includes(name)).sort(),
    removed: before.filter((name) => !after.includes(name)).sort(),
  };
}

function key(table: Predictions, row: number): string {
  const { model, partition, repeat, fold, imputation, sampleId, label } = table;
  const resample = `${repeat[row]}\t${fold[row]}\t${imputation?.[row] ?? -1}`;
  return `${textAt(model, row)}\n${textAt(partition, row)}\n${resample}\n${textAt(label, row)}\n${textAt(sampleId, row)}`;
}

/** Everything of a row but its key, risk and outcome. */
function content(table: Predictions, row: number, attributes: readonly string[]): string {
  const levels = attributes.map((name) => {
    const column = Object.hasOwn(table.attributes, name) ? table.attributes[name] : undefined;
    return column ? textAt(column, row) : '';
  });
  return JSON.stringify([
    textAt(table.patientId, row),
    textAt(table.site, row),
    table.time?.[row],
    table.event?.[row],
    levels,
  ]);
}

function countsOf(table: Predictions): DataCounts {
  const samples = new Set<string>();
  const events = new Set<string>();
  for (let row = 0; row < table.rows; row++) {
    const sample = table.sampleId.codes[row] as number;
    samples.add(`${sample}`);
    if (table.y[row] === 1) events.add(`${sample}:${table.label.codes[row]}`);
  }
  return {
    rows: table.rows,
    patients: used(table.patientId).length,
    samples: samples.size,
    events: events.size,
    sites: used(table.site).length,
    models: used(table.model).length,
  };
}

function used({ codes, levels }: TextColumn): string[] {
  return [...new Set(codes)].map((code) => levels[code] as string);
}
