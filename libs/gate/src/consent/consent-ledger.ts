import { ContractError, type RawTable } from '@raredx/tables';

/** One consent: what a patient allowed, and since when no longer. */
export interface Consent {
  readonly scopes: readonly string[];
  /** Date, year-month-day; null where it was not withdrawn. */
  readonly withdrawnOn: string | null;
}

/** Consents by patient, in the order of the ledger's rows; a patient may have given several. */
export type ConsentLedger = ReadonlyMap<string, readonly Consent[]>;

/**
 * Consents from a table: columns `patient_id` (or `patient`), `scope` (several with `;` between) and `withdrawn_on`.
 *
 * @throws ContractError naming the column, the rule and the row, never the patient
 */
export function consentLedger(table: RawTable, where: string): ConsentLedger {
  const patients = column(table, ['patient_id', 'patient'], where);
  const scopes = column(table, ['scope', 'scopes'], where);
  const withdrawn = column(table, ['withdrawn_on'], where);
  const ledger = new Map<string, Consent[]>();
  for (let row = 0; row < table.rows; row++) {
    const patient = String(patients[row] ?? '').trim();
    if (patient === '') throw new ContractError(where, `no patient in row ${row + 1}`);
    const given = String(scopes[row] ?? '')
      .split(';')
      .map((scope) => scope.trim())
      .filter((scope) => scope !== '');
    const consent = { scopes: given, withdrawnOn: dateOf(withdrawn[row], row, where) };
    const known = ledger.get(patient);
    if (known) known.push(consent);
    else ledger.set(patient, [consent]);
  }
  return ledger;
}

function column(table: RawTable, names: readonly string[], where: string): readonly unknown[] {
  const name = names.find((one) => table.columns.has(one));
  if (name !== undefined) return table.columns.get(name) as readonly unknown[];
  throw new ContractError(
    where,
    `column ${names[0]} is missing (found: ${[...table.columns.keys()].slice(0, 8).join(', ')})`,
    'a consent ledger has the columns patient_id, scope and withdrawn_on',
  );
}

function dateOf(cell: unknown, row: number, where: string): string | null {
  const text = String(cell ?? '').trim();
  if (text === '') return null;
  const [day] = text.split(/[T ]/) as [string];
  const real = /^\d{4}-\d\d-\d\d$/.test(day) && dayExists(day);
  if (real) return day;
  throw new ContractError(where, `withdrawn_on is no date in row ${row + 1}`, 'as in 2026-11-24');
}

/** 2026-02-30 is taken for 2 March by some engines, and a withdrawal must not move. */
function dayExists(day: string): boolean {
  const time = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 10) === day;
}
