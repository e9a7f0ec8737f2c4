import { ConfigError } from '@raredx/experiment';
import type { CriterionDecision, EvidenceRow } from '@raredx/tables';
import type { Pack } from '../pack.ts';
import type { Hazard } from './human-items.ts';

/** What a hazard's test leads to. */
export type HazardTest = { readonly criterion: CriterionDecision } | { readonly row: EvidenceRow };

/**
 * The acceptance criteria or statements that test a hazard's control.
 *
 * @throws ConfigError for a test that leads nowhere: a link that cannot be followed is no evidence
 */
export function hazardTests({ id, tests }: Hazard, { input }: Pack): readonly HazardTest[] {
  return tests.map((test) => {
    const criterion = input.decision?.criteria.find((one) => one.id === test);
    if (criterion) return { criterion };
    const row = input.evidence.rows.find((one) => one.id === test);
    if (row) return { row };
    throw new ConfigError(
      'human.yaml',
      `hazard ${id} names a test that is neither a criterion nor a statement (${test})`,
      'take an id of decision.json or evidence.json',
    );
  });
}
