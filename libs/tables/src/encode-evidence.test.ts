import { describe, expect, it } from 'vitest';
import { decodeEvidenceJson, type EvidenceRow, encodeEvidenceJson, encodeEvidenceParquet } from './index.ts';

const row: EvidenceRow = Object.freeze({
  id: 'external:m:auroc',
  metric: 'auroc',
  model: 'm',
  label: 'relapse',
  partition: 'external',
  site: null,
  attribute: null,
  level: null,
  threshold: null,
  estimate: 0.1 + 0.2,
  lower: 0.2,
  upper: 0.4,
  confidence: 0.95,
  method: 'DeLong, logit scale',
  patients: 10,
  samples: 10,
  events: 4,
  undefinedBecause: null,
  note: null,
});

describe('evidence.json', () => {
  it('comes back bit for bit, the reason under its name on disk', () => {
    const empty = {
      ...row,
      id: 'x',
      estimate: null,
      lower: null,
      upper: null,
      undefinedBecause: 'no events',
    };
    const text = encodeEvidenceJson({ schemaVersion: 1, provenance: { seed: 1 }, rows: [row, empty] });
    expect(text).toContain('"undefined_because":"no events"');
    expect(decodeEvidenceJson(text, 'evidence.json').rows).toEqual([row, empty]);
    expect(encodeEvidenceJson(decodeEvidenceJson(text, 'evidence.json'))).toBe(text);
  });

  it.each([
    [{ ...row, estimate: null }, 'external:m:auroc must have either an estimate or a reason'],
    [{ ...row, undefinedBecause: 'no events' }, 'external:m:auroc must have either an estimate or a reason'],
    [{ ...row, estimate: Number.NaN }, 'external:m:auroc holds NaN'],
    [{ ...row, upper: Number.POSITIVE_INFINITY }, 'external:m:auroc holds Infinity'],
  ])('refuses a row that says nothing: %#', (bad, message) => {
    expect(() => encodeEvidenceJson({ schemaVersion: 1, provenance: {}, rows: [bad] })).toThrow(
      `evidence: ${message}`,
    );
    expect(() => encodeEvidenceParquet({ schemaVersion: 1, provenance: {}, rows: [bad] })).toThrow(message);
  });

  it('refuses two rows about the same thing, and text that is no evidence', () => {
    expect(() => encodeEvidenceJson({ schemaVersion: 1, provenance: {}, rows: [row, row] })).toThrow(
      'two rows have the id',
    );
    expect(() => decodeEvidenceJson('{', 'e.json')).toThrow('e.json: not valid json');
    expect(() => decodeEvidenceJson('{"schemaVersion":2,"rows":[]}', 'e.json')).toThrow(
      'not an evidence file',
    );
  });

  it('is deterministic as Parquet', () => {
    const file = { schemaVersion: 1 as const, provenance: { seed: 1 }, rows: [row] };
    expect(encodeEvidenceParquet(file)).toEqual(encodeEvidenceParquet(file));
  });
});
