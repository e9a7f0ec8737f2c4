import { ContractError, type RawTable, textAt } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { predictionsOf } from '../../tests/predictions.ts';
import { consentCheck, consentSummary, standing } from './consent-check.ts';
import { requireConsent } from './consent-error.ts';
import { consentLedger } from './consent-ledger.ts';
import { consentedRows } from './consented-rows.ts';

const table = (rows: readonly (readonly [unknown, unknown, unknown])[]): RawTable => ({
  rows: rows.length,
  columns: new Map(
    ['patient_id', 'scope', 'withdrawn_on'].map((name, column) => [name, rows.map((row) => row[column])]),
  ),
});
const ledger = consentLedger(
  table([
    ['anna', 'research;training', null],
    ['bert', 'research', '2026-03-01'],
    ['cleo', 'care', ''],
    ['dora', 'research', '2026-01-01'],
    ['dora', 'research', null],
    ['fred', 'research;training', null],
    ['fred', 'research', '2026-02-01'],
    ['gina', 'research', null],
    ['gina', '', '2026-02-01'],
    ['hans', 'care', null],
    ['hans', '', '2026-02-01'],
    ['ilse', '', null],
  ]),
  'consents.csv',
);
const asked = { use: 'research', on: '2026-03-01' };

describe('the standing of a patient', () => {
  it.each([
    ['anna', 'allowed'],
    ['bert', 'withdrawn'],
    ['cleo', 'outsideScope'],
    ['dora', 'allowed'],
    ['emil', 'unknown'],
    ['fred', 'withdrawn'],
    ['gina', 'withdrawn'],
    ['hans', 'outsideScope'],
    ['ilse', 'outsideScope'],
  ])('%s: %s', (patient, expected) => {
    expect(standing(ledger, patient, asked)).toBe(expected);
  });

  it('a withdrawal added below a consent ends the use that it names, and no other', () => {
    expect(standing(ledger, 'fred', { use: 'training', on: '2026-03-01' })).toBe('allowed');
    expect(standing(ledger, 'fred', { use: 'research', on: '2026-01-31' })).toBe('allowed');
  });

  it('a withdrawal counts from its day on', () => {
    expect(standing(ledger, 'bert', { use: 'research', on: '2026-02-28' })).toBe('allowed');
  });
});

describe('a check', () => {
  const check = consentCheck(ledger, ['anna', 'bert', 'cleo', 'emil', 'anna'], asked);

  it('counts patients once', () => {
    expect(check).toEqual({
      ...{ use: 'research', on: '2026-03-01', patients: 4, allowed: 1 },
      ...{ withdrawn: 1, outsideScope: 1, unknown: 1 },
    });
  });

  it('fails the gate with counts and no name', () => {
    expect(() => requireConsent('runs/a', check)).toThrow(
      'runs/a: 3 of 4 patients do not allow the use research (as of 2026-03-01): 1 withdrew, 1 consented to other uses, 1 are not in the ledger',
    );
    expect(consentSummary(check)).not.toMatch(/anna|bert|cleo|emil/);
    expect(() => requireConsent('runs/a', consentCheck(ledger, ['anna'], asked))).not.toThrow();
  });
});

describe('rows of those who allow a use', () => {
  it('leave nobody else even in a dictionary', () => {
    const predictions = predictionsOf([
      { patient: 'bert', p: 0.1 },
      { patient: 'anna', p: 0.2, y: 1 },
      { patient: 'dora', p: 0.3 },
    ]);
    const kept = consentedRows(predictions, ledger, asked);
    expect(kept?.rows).toBe(2);
    expect(kept?.patientId.levels).toEqual(['anna', 'dora']);
    expect([...(kept?.p ?? [])]).toEqual([0.2, 0.3]);
    expect(kept && textAt(kept.attributes.sex as never, 0)).toBe('F');
    expect(consentedRows(predictions, ledger, { use: 'sale', on: '2026-03-01' })).toBe(null);
  });
});

describe('invalid', () => {
  it.each([
    [table([['', 'research', null]]), 'consents.csv: no patient in row 1'],
    [table([['anna', 'research', '01.03.2026']]), 'withdrawn_on is no date in row 1'],
    [table([['anna', 'research', '2026-02-30']]), 'withdrawn_on is no date in row 1'],
    [{ rows: 1, columns: new Map([['who', ['anna']]]) }, 'column patient_id is missing (found: who)'],
  ])('says which rule and row, not who', (rows, words) => {
    expect(() => consentLedger(rows, 'consents.csv')).toThrow(words);
    expect(() => consentLedger(rows, 'consents.csv')).toThrow(ContractError);
    expect(words).not.toContain('anna');
  });
});
