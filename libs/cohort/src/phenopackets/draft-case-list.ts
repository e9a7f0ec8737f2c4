import type { Drafted } from './case-draft.ts';

const words = (value: unknown): string[] =>
  (Array.isArray(value) ? value : typeof value === 'string' ? value.split(/[\s,;|]+/) : [])
    .filter((word): word is string => typeof word === 'string')
    .map((word) => word.trim())
    .filter(Boolean);

const field = (record: Readonly<Record<string, unknown>>, names: readonly string[]): unknown => {
  const key = Object.keys(record).find((name) =>
    names.includes(name.toLowerCase().replaceAll(/[\s-]+/g, '_')),
  );
  return key === undefined ? undefined : record[key];
};

const sexOf = (value: unknown): 'male' | 'female' | 'unknown' => {
  const first = typeof value === 'string' ? value.trim().toLowerCase()[0] : '';
  return first === 'm' ? 'male' : first === 'f' ? 'female' : 'unknown';
};

/** A case of a plain list: names of columns or keys as different tools write them. */
export function draftRecord(
  record: Readonly<Record<string, unknown>>,
  { where, cohort, fallbackId }: { where: string; cohort: string; fallbackId: string },
): Drafted {
  const observed = field(record, [
    'hpo',
    'hpo_ids',
    'hpo_terms',
    'terms',
    'observed',
    'phenotypes',
    'phenotype',
  ]);
  const named = field(record, ['id', 'case', 'case_id', 'sample', 'sample_id', 'phenopacket', 'patient_id']);
  const id = typeof named === 'string' || typeof named === 'number' ? String(named) : fallbackId;
  if (observed === undefined) {
    return { where, id, because: 'has no column of HPO ids (hpo, terms, observed or phenotypes)' };
  }
  const truths = words(
    field(record, [
      'truth',
      'truths',
      'disease',
      'diseases',
      'disease_id',
      'disease_ids',
      'diagnosis',
      'label',
    ]),
  );
  const patient = field(record, ['patient', 'patient_id', 'subject']);
  const pmid = /\d+/.exec(String(field(record, ['pmid', 'publication']) ?? ''))?.[0];
  return {
    where,
    id,
    patient: typeof patient === 'string' && patient !== '' ? patient : id,
    site: pmid ? `PMID:${pmid}` : cohort,
    ...(pmid ? { pmid: `PMID:${pmid}` } : {}),
    sex: sexOf(field(record, ['sex', 'gender'])),
    observedIds: words(observed),
    excludedIds: words(field(record, ['excluded', 'excluded_ids', 'negated', 'absent', 'excluded_hpo'])),
    truths,
    genes: words(field(record, ['gene', 'genes', 'gene_symbol'])),
  };
}

/** A case of a PhenoBrain list: `[[HPO ids], [disease ids]]`. */
export function draftPair(
  pair: unknown,
  { where, cohort, fallbackId }: { where: string; cohort: string; fallbackId: string },
): Drafted {
  if (!Array.isArray(pair) || !Array.isArray(pair[0])) {
    return { where, id: fallbackId, because: 'is no pair of HPO ids and disease ids' };
  }
  return {
    where,
    id: fallbackId,
    patient: fallbackId,
    site: cohort,
    sex: 'unknown',
    observedIds: words(pair[0]),
    excludedIds: [],
    truths: words(pair[1]),
    genes: [],
  };
}
