import { ConfigError, nearestName } from '@raredx/experiment';
import { ContractError, fingerprint } from '@raredx/tables';
import type { Cohort } from './load-cohort.ts';

/** Which rows may be learned from and which are kept for the external test; no site and no patient is in both. */
export interface SitePartition {
  readonly development: Uint32Array;
  readonly external: Uint32Array;
  readonly sites: { readonly development: readonly string[]; readonly external: readonly string[] };
  /** Sites of the cohort that were asked for in neither. */
  readonly unused: readonly string[];
  /** SHA-256 of the sites and the row keys of both sides. */
  readonly fingerprint: string;
}

/**
 * Divides a cohort by site.
 *
 * @throws ConfigError when a site is unknown or on both sides
 * @throws ContractError when a patient has rows on both sides
 */
export function partitionBySite(
  cohort: Pick<Cohort, 'patientId' | 'sampleId' | 'site' | 'dataset'>,
  asked: { readonly development: readonly string[]; readonly external: readonly string[] },
): SitePartition {
  const known = [...new Set(cohort.site)].sort();
  const all = [...asked.development, ...asked.external];
  const stranger = all.find((site) => !known.includes(site));
  if (stranger !== undefined) {
    const near = nearestName(stranger, known);
    const advice = near ? `did you mean ${near}?` : `sites: ${known.join(', ')}`;
    throw new ConfigError('cohorts', `no rows from site ${stranger}`, advice);
  }
  const both = asked.development.filter((site) => asked.external.includes(site));
  if (both.length > 0) throw new ConfigError('cohorts', `sites on both sides (${both.join(', ')})`);
  if (asked.development.length === 0) throw new ConfigError('cohorts', 'no development site');
  const rowsOf = (sites: readonly string[]) =>
    Uint32Array.from([...cohort.site.keys()].filter((row) => sites.includes(cohort.site[row] as string)));
  const development = rowsOf(asked.development);
  const external = rowsOf(asked.external);
  requireDisjoint(cohort, development, external);
  const keys = (rows: Uint32Array) => Array.from(rows, (row) => cohort.sampleId[row] as string).sort();
  const sites = { development: [...asked.development].sort(), external: [...asked.external].sort() };
  return Object.freeze({
    development,
    external,
    sites,
    unused: known.filter((site) => !all.includes(site)),
    fingerprint: fingerprint({ sites, development: keys(development), external: keys(external) }),
  });
}

function requireDisjoint(
  cohort: Pick<Cohort, 'patientId' | 'dataset'>,
  development: Uint32Array,
  external: Uint32Array,
): void {
  const learned = new Set(Array.from(development, (row) => cohort.patientId[row]));
  const shared = Array.from(external).filter((row) => learned.has(cohort.patientId[row]));
  if (shared.length === 0) return;
  const patients = new Set(shared.map((row) => cohort.patientId[row])).size;
  const rows = shared.slice(0, 5).map((row) => row + 1);
  throw new ContractError(
    cohort.dataset.where,
    `${patients} patients are in two partitions (first: rows ${rows.join(', ')})`,
    'a patient treated at two sites belongs to one side: leave those rows out, or use other sites',
  );
}
