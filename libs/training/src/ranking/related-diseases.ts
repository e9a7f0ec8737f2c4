import { type Annotations, type GeneLinks, listAt } from '@raredx/ontology';

/** Why one description may speak for another disease. */
export interface Relation {
  /** Place among the candidates. */
  readonly candidate: number;
  /** Place among all descriptions: candidates first. */
  readonly other: number;
  /** Of the words of the two names, the weighted share in common, 0 to 1. */
  readonly name: number;
  readonly sharesGene: boolean;
  /** A gene of theirs has no other description in either of their nomenclatures. */
  readonly onlyPair: boolean;
}

const emptyWords = new Set(
  'of and the with or type syndrome disease disorder deficiency due to in without autosomal dominant recessive x linked familial congenital'.split(
    ' ',
  ),
);

/** A name's words that tell diseases apart. */
export const nameWords = (name: string): string[] => [
  ...new Set((name.toLowerCase().match(/[a-z0-9]+/g) ?? []).filter((word) => !emptyWords.has(word))),
];

const lists = <K>(keysOf: readonly (readonly K[])[]): Map<K, number[]> => {
  const inverted = new Map<K, number[]>();
  keysOf.forEach((keys, at) => {
    for (const key of keys) {
      const places = inverted.get(key);
      if (places) places.push(at);
      else inverted.set(key, [at]);
    }
  });
  return inverted;
};

/** Words in more names than this join everything with everything. */
const commonWord = 800;

export interface RelatedOptions {
  readonly annotations: Annotations;
  readonly genes: GeneLinks;
  /** Ids of all descriptions, the candidates first. */
  readonly descriptions: readonly string[];
  readonly candidates: number;
  /** Names less alike than this are not kept, unless a gene is shared. */
  readonly leastName?: number;
}

/**
 * Pairs of a candidate and another description that share a gene or much of their names: an ORPHA entry of the same
 * disease, its siblings in a phenotypic series, other diseases of its gene. The similarity of names is the cosine of their
 * words, each weighted by its rarity.
 */
export function relatedDiseases(options: RelatedOptions): Relation[] {
  const { annotations, genes, descriptions, candidates, leastName = 0.3 } = options;
  const places = new Map(annotations.diseases.map((id, at) => [id, at]));
  const rows = descriptions.map((id) => places.get(id) as number);
  const words = rows.map((row) => nameWords(annotations.diseaseNames[row] as string));
  const genesOf = rows.map((row) => [...listAt(genes.ofDisease, row)]);
  const [byWord, byGene] = [lists(words), lists(genesOf)];
  const weight = (word: string) => Math.log(descriptions.length / (byWord.get(word)?.length ?? 1)) ** 2;
  const norms = words.map((all) => Math.sqrt(all.reduce((total, word) => total + weight(word), 0)));
  const pairs = onlyPairs(descriptions, byGene.values());
  const relations: Relation[] = [];
  for (let candidate = 0; candidate < candidates; candidate += 1) {
    const alike = new Map<number, number>();
    for (const word of words[candidate] as string[]) {
      const others = byWord.get(word) as number[];
      if (others.length >= commonWord) continue;
      for (const other of others) alike.set(other, (alike.get(other) ?? 0) + weight(word));
    }
    const relatives = new Set(
      (genesOf[candidate] as number[]).flatMap((gene) => byGene.get(gene) as number[]),
    );
    for (const other of new Set([...alike.keys(), ...relatives])) {
      const name = (alike.get(other) ?? 0) / (norms[candidate] * norms[other] || 1);
      const sharesGene = relatives.has(other);
      if (other !== candidate && (sharesGene || name > leastName))
        relations.push({
          candidate,
          other,
          name,
          sharesGene,
          onlyPair: pairs.get(candidate)?.has(other) ?? false,
        });
    }
  }
  return relations;
}

function onlyPairs(
  descriptions: readonly string[],
  genes: Iterable<readonly number[]>,
): ReadonlyMap<number, ReadonlySet<number>> {
  const nomenclature = descriptions.map((id) => id.slice(0, id.indexOf(':')));
  const pairs = new Map<number, Set<number>>();
  for (const places of genes) {
    const counts = new Map<string, number>();
    for (const place of places)
      counts.set(nomenclature[place] as string, (counts.get(nomenclature[place] as string) ?? 0) + 1);
    const alone = places.filter((place) => counts.get(nomenclature[place] as string) === 1);
    for (const one of alone) {
      for (const other of alone)
        if (other !== one) pairs.set(one, (pairs.get(one) ?? new Set<number>()).add(other));
    }
  }
  return pairs;
}
