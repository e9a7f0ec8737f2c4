import type { Ragged } from '../graph/ragged.ts';
import { raggedOf } from '../graph/ragged.ts';

/** Which genes are known for a disease. */
export interface GeneLinks {
  readonly symbols: readonly string[];
  /** Of each disease (as in the annotations), places in `symbols`, ascending. */
  readonly ofDisease: Ragged;
}

/** The gene of each disease from `genes_to_phenotype.txt`, whose phenotypes are those of `phenotype.hpoa` again. */
export function parseGeneLinks(text: string, diseases: readonly string[]): GeneLinks {
  const places = new Map(diseases.map((id, at) => [id, at]));
  const found = new Map<string, Set<string>>();
  for (const line of text.split('\n').slice(1)) {
    const [, symbol, , , , disease] = line.split('\t');
    if (!symbol || !disease || !places.has(disease.trim())) continue;
    const genes = found.get(disease.trim()) ?? new Set();
    found.set(disease.trim(), genes.add(symbol));
  }
  const symbols = [...new Set([...found.values()].flatMap((genes) => [...genes]))].sort();
  const geneAt = new Map(symbols.map((symbol, at) => [symbol, at]));
  const lists = diseases.map((id) =>
    [...(found.get(id) ?? [])].map((symbol) => geneAt.get(symbol) as number).sort((a, b) => a - b),
  );
  return Object.freeze({ symbols, ofDisease: raggedOf(lists) });
}
