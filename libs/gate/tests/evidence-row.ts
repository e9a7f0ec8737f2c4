import type { EvidenceFile, EvidenceRow } from '@raredx/tables';

/** An external AUROC of 0.70 [0.66, 0.74], changed as a test needs. */
export function evidenceRow(changes: Partial<EvidenceRow> = {}): EvidenceRow {
  return {
    id: 'external:logistic:auroc',
    metric: 'auroc',
    model: 'logistic',
    label: 'relapse',
    partition: 'external',
    site: null,
    attribute: null,
    level: null,
    threshold: null,
    estimate: 0.7,
    lower: 0.66,
    upper: 0.74,
    confidence: 0.95,
    method: 'Wald',
    patients: 2171,
    samples: 2171,
    events: 289,
    undefinedBecause: null,
    note: null,
    ...changes,
  };
}

export function evidenceFile(...rows: EvidenceRow[]): EvidenceFile {
  return { schemaVersion: 1, provenance: {}, rows };
}
