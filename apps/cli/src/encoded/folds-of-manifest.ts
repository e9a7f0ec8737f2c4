import type { Samples } from './samples.ts';

export interface ManifestFolds {
  readonly by: 'site' | 'patient';
  readonly folds: number;
  /** What to say of the choice. */
  readonly why: string;
}

/**
 * Each development site is held out once where there are three and the others know every class: that is where a model for
 * other hospitals fails or does not. Else patients are dealt into folds, which see no shift.
 */
export function foldsOfManifest(
  samples: Samples,
  { external, folds }: { readonly external: readonly string[]; readonly folds: number },
): ManifestFolds {
  const rows = Array.from(samples.label.keys()).filter(
    (row) => samples.label[row] != null && !external.includes(samples.site[row] as string),
  );
  const sites = [...new Set(rows.map((row) => samples.site[row] as string))];
  const byPatient = { by: 'patient' as const, folds };
  if (sites.length < 3) {
    const count = sites.length === 1 ? 'one site' : `${sites.length} sites`;
    return {
      ...byPatient,
      why: `${count} to learn from: folds of patients, which see no shift between sites`,
    };
  }
  const wanting = classesAtOneSite(samples, rows, sites);
  if (wanting.length > 0) {
    return { ...byPatient, why: `folds of patients: without one site, too few patients of ${wanting[0]}` };
  }
  return { by: 'site', folds: sites.length, why: `each of ${sites.length} sites is held out once` };
}

/** Classes with fewer than two patients once some site is held out. */
function classesAtOneSite(samples: Samples, rows: readonly number[], sites: readonly string[]): string[] {
  return samples.classNames.filter((name) => {
    const own = rows.filter((row) => samples.label[row] === name);
    if (own.length === 0) return false;
    return sites.some((site) => {
      const others = own.filter((row) => samples.site[row] !== site);
      return new Set(others.map((row) => samples.patientId[row])).size < 2;
    });
  });
}
