import type { Drafted } from './case-draft.ts';
import { isoDurationDays } from './iso-duration-days.ts';
import { onsetClassDays } from './onset-class-days.ts';
import { type Phenopacket, phenopacketSchema, type TimeElement } from './phenopacket-schema.ts';

const sexes: Readonly<Record<string, 'male' | 'female'>> = { MALE: 'male', FEMALE: 'female' };

const daysOf = (time: TimeElement | undefined): number | undefined => {
  if (time?.age) return isoDurationDays(time.age.iso8601duration);
  if (time?.gestationalAge) return 0;
  if (time?.ontologyClass) return onsetClassDays(time.ontologyClass.id);
  const [start, end] = [time?.ageRange?.start, time?.ageRange?.end].map((age) =>
    age ? isoDurationDays(age.iso8601duration) : undefined,
  );
  return start !== undefined && end !== undefined ? (start + end) / 2 : (start ?? end);
};

const unique = (values: readonly (string | undefined)[]): string[] => [
  ...new Set(values.filter((value): value is string => Boolean(value))),
];

/** The diagnosis of an interpretation goes before `diseases`, which may also hold what the patient has besides. */
const truthsOf = ({ interpretations = [], diseases = [] }: Phenopacket): string[] => {
  const diagnosed = unique(
    interpretations
      .filter(({ progressStatus }) => progressStatus !== 'UNSOLVED')
      .map(({ diagnosis }) => diagnosis?.disease?.id),
  );
  if (diagnosed.length > 0) return diagnosed;
  return unique(diseases.filter(({ excluded }) => !excluded).map(({ term }) => term.id));
};

const genesOf = ({ interpretations = [] }: Phenopacket): string[] =>
  unique(
    interpretations
      .flatMap(({ diagnosis }) => diagnosis?.genomicInterpretations ?? [])
      .filter(({ interpretationStatus }) => interpretationStatus !== 'REJECTED')
      .map(
        ({ gene, variantInterpretation }) =>
          gene?.symbol ?? variantInterpretation?.variationDescriptor?.geneContext?.symbol,
      ),
  ).sort();

const pmidOf = ({ id, metaData }: Phenopacket): string | undefined => {
  const cited = metaData?.externalReferences
    ?.map((reference) => reference.id)
    .find((at) => at?.startsWith('PMID:'));
  const named = /^PMID[_:](\d+)/.exec(id)?.[1];
  return cited ?? (named ? `PMID:${named}` : undefined);
};

const onsetOf = ({ diseases = [] }: Phenopacket, truths: readonly string[]): number | undefined =>
  daysOf(diseases.find(({ term, excluded }) => !excluded && truths.includes(term.id))?.onset);

const packetOf = (document: unknown): unknown =>
  document !== null && typeof document === 'object' && 'proband' in document ? document.proband : document;

const whatIsWrong = (issue: { path: PropertyKey[]; message: string } | undefined): string => {
  const path = issue?.path.map(String).join('.');
  return `is no GA4GH Phenopacket v2: ${path ? `${path}: ` : ''}${issue?.message.toLowerCase() ?? 'unreadable'}`;
};

/**
 * The case of a parsed Phenopacket v2 (or of a Family's proband), checked against the schema.
 *
 * @param cohort the site of cases that name no publication
 */
export function draftPhenopacket(
  document: unknown,
  { where, cohort }: { where: string; cohort: string },
): Drafted {
  const parsed = phenopacketSchema.safeParse(packetOf(document));
  if (!parsed.success) {
    const id = (document as { id?: unknown } | null)?.id;
    const named = typeof id === 'string' ? { id } : {};
    return { where, ...named, because: whatIsWrong(parsed.error.issues[0]) };
  }
  const packet = parsed.data;
  const [truths, pmid, ageDays] = [
    truthsOf(packet),
    pmidOf(packet),
    daysOf(packet.subject?.timeAtLastEncounter),
  ];
  const onsetDays = onsetOf(packet, truths);
  const subject = packet.subject?.id || packet.id;
  const features = packet.phenotypicFeatures ?? [];
  return {
    where,
    id: packet.id,
    patient: pmid ? `${pmid} ${subject}` : subject,
    site: pmid ?? cohort,
    ...(pmid ? { pmid } : {}),
    sex: sexes[packet.subject?.sex ?? ''] ?? 'unknown',
    ...(onsetDays === undefined ? {} : { onsetDays }),
    ...(ageDays === undefined ? {} : { ageDays }),
    observedIds: features.filter(({ excluded }) => !excluded).map(({ type }) => type.id),
    excludedIds: features.filter(({ excluded }) => excluded).map(({ type }) => type.id),
    truths,
    genes: genesOf(packet),
  };
}
