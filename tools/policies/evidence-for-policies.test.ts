import { judge, parsePolicy } from '@raredx/gate';
import { createRandom, expit } from '@raredx/stats';
import { constantColumn, type Predictions, textColumn } from '@raredx/tables';
import { validate } from '@raredx/validation';
import { describe, expect, it } from 'vitest';

const patients = 400;

/** Two models on the same 400 patients; the second knows less. */
function predictions(): Predictions {
  const random = createRandom('policies');
  const risk = Array.from({ length: patients }, () => random.normal() - 1);
  const y = risk.map((x) => Number(random.uniform() < expit(x)));
  const hazy = risk.map((x) => expit(0.4 * x - 0.6 + 0.5 * random.normal()));
  const rows = 2 * patients;
  const both = <T>(values: readonly T[]) => [...values, ...values];
  const ids = textColumn(both(risk.map((_, i) => `p${i}`)));
  return {
    ...{ rows, patientId: ids, sampleId: ids, site: constantColumn('elsewhere', rows) },
    model: textColumn(Array.from({ length: rows }, (_, i) => (i < patients ? 'new' : 'old'))),
    partition: constantColumn('external', rows),
    ...{ repeat: new Int32Array(rows).fill(-1), fold: new Int32Array(rows).fill(-1) },
    label: constantColumn('relapse', rows),
    y: Uint8Array.from(both(y)),
    p: Float64Array.from([...risk.map(expit), ...hazy]),
    attributes: { sex: textColumn(both(risk.map((_, i) => (i % 2 ? 'F' : 'M')))) },
    unchecked: [],
  };
}

const criterion = (id: string, rest: string) =>
  `  - { id: ${id}, says: so, partition: external, minimum_patients: 1, minimum_events: 1, rationale: so, ${rest} }`;
const policy = parsePolicy(
  [
    'name: every kind of criterion',
    'agreed: { by: [nobody], on: 2026-11-24 }',
    'model: new',
    'confidence: 0.95',
    'multiplicity: { family: all, method: none, because: all must pass }',
    'criteria:',
    criterion('whole', 'kind: absolute, metric: auroc, require: { at_least: 0.5 }'),
    criterion('slope', 'kind: absolute, metric: calibration_slope, require: { within: [0.1, 3] }'),
    criterion('level', 'kind: absolute, metric: oe_ratio, require: { within: [0.5, 2] }'),
    criterion('benefit', 'kind: absolute, metric: net_benefit, threshold: 0.2, require: { at_least: -1 }'),
    criterion('found', 'kind: absolute, metric: sensitivity, threshold: 0.2, require: { at_least: 0.1 }'),
    criterion('women', 'kind: absolute, metric: auroc, attribute: sex, level: F, require: { at_least: 0.5 }'),
    criterion('not-worse', 'kind: non-inferiority, metric: auroc, against: old, better: higher, margin: 0.1'),
    criterion('sharper', 'kind: superiority, metric: brier, against: old, better: lower'),
  ].join('\n'),
  'every-kind.yaml',
);

describe('evidence and policies meet', () => {
  const plan = { seed: 1, bootstrap: 200, confidence: 0.95, thresholds: [0.2], baseline: 'old' };
  const rows = validate(predictions(), plan);
  const decision = judge({ schemaVersion: 1, provenance: {}, rows }, policy, 'hash');

  it.each(policy.criteria.map(({ id }) => id))('%s is judged on one row with an interval', (id) => {
    const one = decision.criteria.find((each) => each.id === id);
    expect(one?.evidenceId, one?.why).not.toBe(null);
    expect(one?.lower, one?.why).not.toBe(null);
    expect(rows.find((row) => row.id === one?.evidenceId)?.estimate).toBe(one?.value);
  });

  it('the verdict follows from data that hold what the policy asks', () => {
    expect(decision.criteria.filter((one) => one.verdict !== 'pass').map((one) => one.why)).toEqual([]);
    expect(decision.verdict).toBe('pass');
  });
});
