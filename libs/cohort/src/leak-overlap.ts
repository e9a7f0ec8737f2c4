import type { LeakCheck } from '@raredx/tables';
import type { LeakQuestion } from './leak-question.ts';

/** No patient may be learned from and kept for the external test. */
export function patientsAcrossPartitions({ cohort, partition }: LeakQuestion): LeakCheck {
  return acrossPartitions('patients_across_partitions', 'patients', cohort.patientId, partition);
}

/** No site may be on both sides. */
export function sitesAcrossPartitions({ cohort, partition }: LeakQuestion): LeakCheck {
  return acrossPartitions('sites_across_partitions', 'sites', cohort.site, partition);
}

function acrossPartitions(
  check: string,
  noun: string,
  keys: readonly string[],
  partition: LeakQuestion['partition'],
): LeakCheck {
  if (!partition) return notChecked(check, 'no partition was given');
  const learned = new Set(Array.from(partition.development, (row) => keys[row]));
  const judged = new Set(Array.from(partition.external, (row) => keys[row]));
  const shared = [...judged].filter((key) => learned.has(key)).length;
  const examined = learned.size + judged.size - shared;
  const message =
    shared > 0 ? `${shared} ${noun} are in both partitions` : `no ${noun} are in both partitions`;
  return { check, verdict: shared > 0 ? 'leak' : 'clean', examined, offenders: shared, message };
}

/** A patient has one fold a repeat, under one spelling, and none where they belong to the external test. */
export function patientsAcrossFolds({ cohort, partition, split }: LeakQuestion): LeakCheck {
  const check = 'patients_across_folds';
  if (!split) return notChecked(check, 'no split was given');
  const external = new Set(Array.from(partition?.external ?? [], (row) => cohort.patientId[row]));
  const offenders = new Set<string>();
  const alike = new Set<string>();
  for (const dealt of split.assignment) {
    const foldOf = new Map<string, number>();
    const foldOfPlain = new Map<string, number>();
    split.patients.forEach((patient, index) => {
      const fold = dealt[index] as number;
      const plain = patient.trim().toLowerCase();
      if ((foldOf.get(patient) ?? fold) !== fold || external.has(patient)) offenders.add(patient);
      else if ((foldOfPlain.get(plain) ?? fold) !== fold) alike.add(plain);
      foldOf.set(patient, fold);
      foldOfPlain.set(plain, fold);
    });
  }
  const facts = { check, examined: split.patients.length };
  if (offenders.size > 0) {
    const message = `${offenders.size} patients are in two folds of a repeat, or in a fold and the external test`;
    return { ...facts, verdict: 'leak', offenders: offenders.size, message };
  }
  if (alike.size > 0) {
    const message = `${alike.size} patients in different folds have identifiers that differ by case or spaces only`;
    return { ...facts, verdict: 'warning', offenders: alike.size, message };
  }
  const message = `every patient is in one fold of each of ${split.repeats} repeats`;
  return { ...facts, verdict: 'clean', offenders: 0, message };
}

/** A check that could not be made, and why. */
export function notChecked(check: string, reason: string): LeakCheck {
  return { check, verdict: 'not_checked', examined: 0, offenders: 0, message: reason };
}
