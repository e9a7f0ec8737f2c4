import type { EvidenceIndex } from './evidence-index.ts';
import { indexEvidence } from './evidence-index.ts';
import type { PackInput } from './pack-input.ts';

/** What every section is given: the input and its evidence, indexed once. */
export interface Pack {
  readonly input: PackInput;
  readonly evidence: EvidenceIndex;
  /** Primary and baseline, or the first two models where neither is named. */
  readonly leads: readonly string[];
}

export function openPack(input: PackInput): Pack {
  const evidence = indexEvidence(input);
  const named = evidence.models.filter((model) => model === input.primary || model === input.baseline);
  return Object.freeze({ input, evidence, leads: named.length > 0 ? named : evidence.models.slice(0, 2) });
}
