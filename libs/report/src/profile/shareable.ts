import { canonicalJson, type Decision, type EvidenceRow, sha256 } from '@raredx/tables';
import type { PackInput } from '../pack-input.ts';
import { isClustered } from './populations.ts';
import { shareableAgreement, shareableFlow, shareableTableOne } from './shareable-documents.ts';
import { shareableExplanations } from './shareable-explanations.ts';
import { shareableRows, type Withheld, withheldLevels, withheldSites } from './shareable-rows.ts';
import { type SitePseudonyms, sitePseudonyms } from './site-pseudonyms.ts';
import { levelCounts, siteCounts, siteSets } from './table-one-counts.ts';

function sitesOf({ evidence, tableOne }: PackInput): readonly string[] {
  const inRows = evidence.rows.flatMap(({ site }) => (site === null ? [] : [site]));
  const inTable = (tableOne?.sites ?? []).map(({ site }) => site);
  return [...new Set([...inTable, ...inRows])];
}

/** An id follows from what a row is about; one that names a site is made again from the site's pseudonym. */
function renamed(row: EvidenceRow, names: SitePseudonyms): EvidenceRow {
  if (row.site === null) return row;
  const site = names.of(row.site);
  const { metric, model, label, partition, attribute, level, threshold } = row;
  const about = { metric, model, label, partition, site, attribute, level, threshold };
  return { ...row, site, id: sha256(canonicalJson(about)).slice(0, 12) };
}

/** The verdict stays whole; a criterion whose statement is withheld is named without its figures. */
function shareableDecision(
  decision: Decision | null,
  kept: ReadonlySet<string>,
): { readonly decision: Decision | null; readonly withheld: readonly string[] } {
  if (!decision) return { decision, withheld: [] };
  const shown = decision.criteria.filter(({ evidenceId }) => evidenceId !== null && kept.has(evidenceId));
  const hidden = decision.criteria.filter((one) => !shown.includes(one));
  const coarse = shown.map((one) => ({
    ...one,
    why: 'The figures beside this line are judged by the limit of the interval.',
    value: one.value === null ? null : Number(one.value.toFixed(4)),
    lower: one.lower === null ? null : Number(one.lower.toFixed(4)),
    upper: one.upper === null ? null : Number(one.upper.toFixed(4)),
  }));
  return {
    decision: { ...decision, criteria: coarse },
    withheld: hidden.map(
      ({ id, verdict }) => `figures of the criterion ${id} (${verdict.replace('_', ' ')})`,
    ),
  };
}

/** Every text of a value with the sites' names replaced. */
function anonymous<T>(value: T, names: SitePseudonyms): T {
  if (typeof value === 'string') return names.inText(value) as T;
  if (Array.isArray(value)) return value.map((one) => anonymous(one, names)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, anonymous(inner, names)])) as T;
}

const ofSamples = ({ evidence, judged }: PackInput) =>
  judged !== 'rankings' && evidence.rows.some(isClustered);

/** Two readings are counted by sample: of how many patients, only where each has one. */
const agreementOf = (input: PackInput) => (ofSamples(input) ? null : shareableAgreement(input.labelNoise));

function said(input: PackInput, rows: readonly EvidenceRow[], withheld: Withheld): readonly string[] {
  const levels = [...withheld.levels].filter(([, hidden]) => hidden.size > 0).map(([name]) => name);
  return [
    `${input.evidence.rows.length - rows.length} of ${input.evidence.rows.length} statements`,
    ...(withheld.sites.size > 0 ? ['some sites, and the names of all'] : ['names of sites']),
    ...(levels.length > 0 ? [`some levels of ${levels.join(', ')}`] : []),
    'thresholds and points of curves between which few patients lie, and histograms of risk',
    ...(ofSamples(input)
      ? ['all measures at a threshold where patients have several samples, as these count samples']
      : []),
    'quality of the raw data, details of the leak certificate, fingerprints of the data',
    'the table of predictions: these numbers cannot be computed again from this copy',
    ...(input.trainings ? ['learning curves, and the comparison with untrained weights'] : []),
    ...(input.fewShots ? ['curves over the number of shots'] : []),
    ...(input.labelNoise && !agreementOf(input) ? ['agreement of the two readings'] : []),
  ];
}

/**
 * The same pack for readers outside: no patient rows, no names of sites, no count from 1 to 10 nor any way to one by
 * adding or taking away what is shown, curves in few points, digits few.
 */
export function shareable(input: PackInput): PackInput {
  const names = sitePseudonyms(sitesOf(input));
  const sets = siteSets(input.tableOne, input.evidence.rows);
  const sites = withheldSites(input.evidence.rows, siteCounts(input.tableOne, sets));
  const levels = withheldLevels(input.evidence.rows, levelCounts(input.tableOne, sites, sets));
  const withheld: Withheld = { sites, levels };
  const rows = shareableRows(input.evidence.rows, withheld);
  const { decision, withheld: criteria } = shareableDecision(
    input.decision,
    new Set(rows.map(({ id }) => id)),
  );
  const { software = null, runtime = null } = input.provenance;
  const safe: PackInput = {
    ...input,
    evidence: {
      schemaVersion: 1,
      provenance: { software },
      rows: rows.map((row) => renamed(row, names)),
    },
    decision,
    flow: shareableFlow(input.flow),
    tableOne: shareableTableOne(input.tableOne, withheld, names),
    quality: null,
    missingness: null,
    explanations: shareableExplanations(input.explanations),
    ...(input.trainings ? { trainings: null } : {}),
    ...(input.fewShots ? { fewShots: null } : {}),
    leak: input.leak && { verdict: input.leak.verdict, splitFingerprint: 'withheld', checks: [] },
    labelNoise: agreementOf(input),
    provenance: { software, runtime },
    withheld: [...said(input, rows, withheld), ...criteria],
  };
  return anonymous(safe, names);
}
