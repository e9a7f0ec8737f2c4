import type { EvidenceIndex } from './evidence-index.ts';
import { indexEvidence } from './evidence-index.ts';
import type { PackInput } from './pack-input.ts';

/** What every section is given: the input and its evidence, indexed once. */
export interface Pack {
  readonly input: PackInput;
  readonly evidence: EvidenceIndex;
  /** Primary and baseline; where there are not two, the next models that may be deployed. */
  readonly leads: readonly string[];
}

export function openPack(input: PackInput): Pack {
  const evidence = indexEvidence(input);
  const named = [input.primary, input.baseline].filter(
    (name) => name !== null && evidence.models.includes(name),
  );
  const comparisonOnly = new Set(
    input.models.filter((model) => !model.deployable).map((model) => model.name),
  );
  const next = evidence.models.filter((name) => !comparisonOnly.has(name));
  const leads = [...new Set([...named, ...next, ...evidence.models])].filter((name) => name !== null);
  return Object.freeze({ input, evidence, leads: leads.slice(0, 2) });
}
