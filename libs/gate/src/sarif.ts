import type { CriterionDecision, Decision } from '@raredx/tables';
import { verdictWords, whyAndWhere } from './decision-summary.ts';
import type { Criterion, Policy } from './policy.ts';

interface SarifOptions {
  /** Version of the software that judged. */
  readonly version: string;
  /** Where the policy lies, relative to the repository: an alert is shown at its criterion. */
  readonly policyFile: string;
  /** 1-based line of each criterion in it; line 1 where it is not known. */
  readonly lines: ReadonlyMap<string, number>;
}

/**
 * The decision as SARIF 2.1.0: a rule a criterion, a result each criterion that was not met, with value, interval and
 * bound in its message. Failed is an error and insufficient evidence a warning, both of kind `fail`: SARIF's `open` would
 * be the right word for the second, but code scanning then shows nothing, and what was not met must not look met. Criteria
 * that passed are rules without a result.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif(decision: Decision, policy: Policy, options: SarifOptions): string {
  const unmet = decision.criteria.filter((one) => one.verdict !== 'pass');
  const { verdict, policyHash, evidenceHash, ledgerEntry } = decision;
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'raredx gate', version: options.version, rules: policy.criteria.map(ruleOf) },
        },
        automationDetails: { id: `raredx-gate/${policy.name}` },
        columnKind: 'utf16CodeUnits',
        results: unmet.map((one) => resultOf(one, policy, options)),
        properties: { verdict, policyHash, evidenceHash, ...(ledgerEntry ? { ledgerEntry } : {}) },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf({ id, says, rationale, kind, metric }: Criterion) {
  return {
    id,
    shortDescription: { text: says },
    fullDescription: { text: rationale },
    help: { text: `${says} ${rationale}` },
    defaultConfiguration: { level: 'error' },
    properties: { kind, metric },
  };
}

function resultOf(one: CriterionDecision, { criteria }: Policy, { policyFile, lines }: SarifOptions) {
  const { id, verdict, value, lower, upper, bound, patients, events, neededEvents, evidenceId } = one;
  return {
    ruleId: id,
    ruleIndex: criteria.findIndex((criterion) => criterion.id === id),
    kind: 'fail',
    level: verdict === 'fail' ? 'error' : 'warning',
    message: { text: `${verdictWords[verdict]}: ${whyAndWhere(one)}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(policyFile.replaceAll('\\', '/')) },
          region: { startLine: lines.get(id) ?? 1 },
        },
        ...(evidenceId ? { logicalLocations: [{ fullyQualifiedName: evidenceId }] } : {}),
      },
    ],
    // Code scanning follows an alert from release to release by this, whatever its numbers.
    partialFingerprints: { 'raredxCriterion/v1': id },
    properties: { verdict, value, lower, upper, bound, patients, events, neededEvents },
  };
}
