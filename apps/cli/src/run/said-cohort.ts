import type { Cohort } from '@raredx/cohort';

interface SaidCohort {
  readonly cohort: Pick<Cohort, 'patientId' | 'rows'>;
  readonly sites: { readonly development: ArrayLike<number>; readonly external: ArrayLike<number> };
  /** One a row. */
  readonly outcome: Uint8Array;
  readonly name: string;
}

/** Who is in a cohort, in a line. Patients are counted: one with several rows once, with the event if any row has it. */
export function saidCohort({ cohort, sites, outcome, name }: SaidCohort): string {
  const patientsOf = (rows: ArrayLike<number>) =>
    new Set(Array.from(rows, (row) => cohort.patientId[row])).size;
  const every = [...outcome.keys()];
  const patients = patientsOf(every);
  const events = patientsOf(every.filter((row) => outcome[row] === 1));
  const samples = cohort.rows === patients ? '' : ` with ${cohort.rows} samples`;
  return `${patients} patients${samples}, ${events} with ${name}; ${patientsOf(sites.development)} to learn from, ${patientsOf(sites.external)} kept for the external test`;
}
