import { judge, type LookLevel, type Policy, parsePolicy } from '@raredx/gate';
import { normalQuantile } from '@raredx/stats';
import type { EvidenceRow, Verdict } from '@raredx/tables';

const z95 = normalQuantile(0.975);

/** A row of external evidence; the interval is at 95 %. */
export function rowOf(changes: Partial<EvidenceRow>): EvidenceRow {
  return {
    ...{ id: 'row', metric: 'calibration_slope', model: 'new', label: 'event', partition: 'external' },
    ...{
      site: null,
      attribute: null,
      level: null,
      threshold: null,
      estimate: null,
      lower: null,
      upper: null,
    },
    ...{ confidence: 0.95, method: 'simulated', patients: 1000, samples: 1000, events: 200 },
    ...{ undefinedBecause: null, note: null, ...changes },
  };
}

/** An estimate with a known standard error and its Wald interval. */
export function waldRow(estimate: number, error: number, changes: Partial<EvidenceRow> = {}): EvidenceRow {
  return rowOf({ estimate, lower: estimate - z95 * error, upper: estimate + z95 * error, ...changes });
}

export function policyOf(criteria: readonly string[], head: Readonly<Record<string, string>> = {}): Policy {
  const top = {
    name: 'simulated',
    agreed: '{ by: [a simulation], on: 2026-11-24 }',
    model: 'new',
    confidence: '0.95',
    multiplicity: '{ family: all, method: none, because: simulated }',
    ...head,
  };
  const fixed = 'says: so, partition: external, minimum_patients: 1, minimum_events: 1, rationale: so';
  return parsePolicy(
    [
      ...Object.entries(top).map(([key, value]) => `${key}: ${value}`),
      'criteria:',
      ...criteria.map((rest, index) => `  - { id: c${index}, ${fixed}, ${rest} }`),
    ].join('\n'),
    'simulated.yaml',
  );
}

/** The verdicts of the gate on some rows: the real one, as a release meets it. */
export function verdictsOf(
  rows: readonly EvidenceRow[],
  policy: Policy,
  look?: LookLevel,
): { readonly all: Verdict; readonly each: readonly Verdict[] } {
  const decision = judge({ schemaVersion: 1, provenance: {}, rows }, policy, 'hash', look ? { look } : {});
  return { all: decision.verdict, each: decision.criteria.map(({ verdict }) => verdict) };
}
