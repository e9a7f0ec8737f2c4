import { canonicalJson, type Decision, type DecisionLook, type EvidenceRow, sha256 } from '@raredx/tables';
import type { PackInput } from '../pack-input.ts';
import { namedSites } from './named-sites.ts';
import { isClustered } from './populations.ts';
import { inPseudonymOrder } from './pseudonym-order.ts';
import { shareableAgreement, shareableFlow, shareableTableOne } from './shareable-documents.ts';
import { shareableExplanations } from './shareable-explanations.ts';
import { shareableRows, type Withheld, withheldLevels } from './shareable-rows.ts';
import type { SitePseudonyms } from './site-pseudonyms.ts';
import { levelCounts, siteSets } from './table-one-counts.ts';

/** An id follows from what a row is about; one that names a site is made again from the site's pseudonym. */
function idOf(row: EvidenceRow, names: SitePseudonyms): string {
  if (row.site === null) return row.id;
  const { metric, partition, attribute, level, threshold } = row;
  const [model, label] = [names.inText(row.model), names.inText(row.label)];
  const about = { metric, model, label, partition, site: names.of(row.site), attribute, level, threshold };
  return sha256(canonicalJson(about)).slice(0, 12);
}

/**
 * The verdict stays whole; a criterion whose statement is withheld is named without its figures.
 *
 * @param kept ids of the statements shown, each with its id in the copy
 */
function shareableDecision(
  decision: Decision | null,
  kept: ReadonlyMap<string, string>,
): { readonly decision: Decision | null; readonly withheld: readonly string[] } {
  if (!decision) return { decision, withheld: [] };
  const shown = decision.criteria.filter(({ evidenceId }) => evidenceId !== null && kept.has(evidenceId));
  const hidden = decision.criteria.filter((one) => !shown.includes(one));
  // What a look measured has all digits, and of a proportion tells its counts.
  const coarse = shown.map(({ eValue: _, ...one }) => ({
    ...one,
    evidenceId: kept.get(one.evidenceId!) ?? null,
    why: 'The figures beside this line are judged by the limit of the interval.',
    value: one.value === null ? null : Number(one.value.toFixed(4)),
    lower: one.lower === null ? null : Number(one.lower.toFixed(4)),
    upper: one.upper === null ? null : Number(one.upper.toFixed(4)),
  }));
  const { look, ...rest } = decision;
  const { past, ...counted } = look ?? {};
  return {
    decision: { ...rest, criteria: coarse, ...(look ? { look: counted as DecisionLook } : {}) },
    withheld: [
      ...hidden.map(({ id, verdict }) => `figures of the criterion ${id} (${verdict.replace('_', ' ')})`),
      ...(past ? ['what each look measured'] : []),
    ],
  };
}

/** Fields of the contract's own words, which a centre may happen to be called by. */
const vocabulary = new Set([
  'metric',
  'partition',
  'verdict',
  'kind',
  'type',
  'modality',
  'judged',
  'software',
]);

/** Fields whose keys somebody chose: ids of criteria, names of settings. */
const records = new Set(['past', 'settings', 'provenance']);

/** Every text of a value with the sites' names replaced: once, as a centre may be called `site 2`. */
function anonymous<T>(value: T, names: SitePseudonyms, within = ''): T {
  if (typeof value === 'string') return names.inText(value) as T;
  if (Array.isArray(value)) return value.map((one) => anonymous(one, names)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const name = records.has(within) ? names.inText(key) : key;
      if (key === 'site' && typeof inner === 'string') return [name, names.of(inner)];
      return [name, vocabulary.has(key) ? inner : anonymous(inner, names, key)];
    }),
  ) as T;
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
  const { names, withheld: sites } = namedSites(input);
  const sets = siteSets(input.tableOne, input.evidence.rows);
  const levels = withheldLevels(input.evidence.rows, levelCounts(input.tableOne, sites, sets));
  const withheld: Withheld = { sites, levels };
  const rows = shareableRows(input.evidence.rows, withheld);
  const { decision, withheld: criteria } = shareableDecision(
    input.decision,
    new Map(rows.map((row) => [row.id, idOf(row, names)])),
  );
  const { software = null, runtime = null } = input.provenance;
  const safe: PackInput = {
    ...input,
    evidence: {
      schemaVersion: 1,
      provenance: { software },
      rows: rows.map((row) => ({ ...row, id: idOf(row, names) })),
    },
    decision,
    flow: shareableFlow(input.flow),
    tableOne: shareableTableOne(input.tableOne, withheld),
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
  return inPseudonymOrder(safe, anonymous(safe, names));
}
