import type { PackInput } from '@raredx/report';
import { type Predictions, textColumn } from '@raredx/tables';
import { validate } from '@raredx/validation';

export const plan = {
  seed: 20_261_124,
  bootstrap: 200,
  confidence: 0.95,
  thresholds: [0.1, 0.15, 0.3],
  baseline: 'logistic',
};

/** Names that a test may make hostile. */
export interface Names {
  readonly models: readonly [string, string];
  readonly label: string;
  readonly sites: readonly [string, string];
  readonly attribute: string;
  readonly levels: readonly [string, string, string];
  readonly patient: string;
}

export const plainNames: Names = {
  models: ['logistic', 'network'],
  label: 'relapse',
  sites: ['Nord', 'Süd'],
  attribute: 'stage',
  levels: ['I', 'II', 'unknown'],
  patient: 'PATIENT-',
};

/** A third of the patients inside with three repeats, the others outside at two sites; the second model lacks some. */
export function predictions(names: Names, patients = 300): Predictions {
  const rows = Array.from({ length: patients }, (_, i) => i).flatMap((i) =>
    names.models.flatMap((model, m) => {
      const isInside = i % 3 === 0;
      const y = (i * 7919) % 10 < 2 ? 1 : 0;
      if (m === 1 && i % 50 === 1) return [];
      return (isInside ? [0, 1, 2] : [-1]).map((repeat) => {
        const noise = ((i * 7919 + m * 104_729 + repeat * 1_299_709) % 997) / 997;
        const p = 0.01 + 0.45 * noise ** 2 + y * (m === 0 ? 0.18 : 0.12) * (1 - noise);
        return { i, model, isInside, y, repeat, p };
      });
    }),
  );
  const text = (of: (row: (typeof rows)[number]) => string) => textColumn(rows.map(of));
  const id = (i: number) => `${names.patient}${(i * 7919) % 1000}-${i}`;
  return {
    rows: rows.length,
    patientId: text(({ i }) => id(i)),
    sampleId: text(({ i }) => id(i)),
    site: text(({ i, isInside }) => (isInside ? 'home' : (names.sites[i % 2] as string))),
    model: text(({ model }) => model),
    partition: text(({ isInside }) => (isInside ? 'internal' : 'external')),
    repeat: Int32Array.from(rows, ({ repeat }) => repeat),
    fold: Int32Array.from(rows, ({ repeat, i }) => (repeat < 0 ? -1 : i % 5)),
    label: text(() => names.label),
    y: Uint8Array.from(rows, ({ y }) => y),
    p: Float64Array.from(rows, ({ p }) => p),
    attributes: { [names.attribute]: text(({ i }) => names.levels[Math.floor(i / 3) % 3] as string) },
    unchecked: [],
  };
}

export function packInput(table: Predictions, names: Names): PackInput {
  const [baseline, primary] = names.models;
  return {
    title: 'Relapse of Wilms tumour',
    question: 'Can relapse be told at diagnosis?',
    evidence: { schemaVersion: 1, provenance: {}, rows: validate(table, { ...plan, baseline }) },
    decision: null,
    flow: null,
    tableOne: null,
    quality: null,
    leak: null,
    models: names.models.map((name) => ({
      name,
      kind: 'logistic',
      description: '',
      deployable: true,
      settings: {},
    })),
    baseline,
    primary,
    thresholds: plan.thresholds,
    provenance: { software: 'raredx 0.1.0' },
    unchecked: [],
    labelNoise: null,
  };
}
