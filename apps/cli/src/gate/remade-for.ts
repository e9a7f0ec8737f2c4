import { confidencesToRemake, type Policy, type RemadeEvidence } from '@raredx/gate';
import type { DecisionLook, EvidenceFile } from '@raredx/tables';
import { readFacts } from '../pack/facts.ts';
import { judgedEvidence } from '../validate/evidence-step.ts';

interface Asked {
  readonly evidence: EvidenceFile;
  readonly policy: Policy;
  readonly look?: DecisionLook | undefined;
}

/**
 * Evidence of a folder's predictions, by the plan of its evidence, at each level to which an interval that the policy asks
 * for cannot be carried; nothing where all can be. The same seed draws the same resamples.
 */
export async function remadeFor(
  folder: string,
  { evidence, policy, look }: Asked,
): Promise<{ readonly remade: readonly RemadeEvidence[] }> {
  const remade: RemadeEvidence[] = [];
  for (const confidence of confidencesToRemake(evidence, policy, look)) {
    const facts = readFacts(folder);
    const { rows } = await judgedEvidence(folder, { ...facts, confidence }, () => {});
    remade.push({ confidence, resamples: facts.bootstrap, rows });
  }
  return { remade };
}
