import type { Decision } from '@raredx/tables';
import { isShareable, type Manifest, type ShareableManifest } from './manifest.ts';

interface Resource {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

/** in-toto Statement v1. */
export interface PackStatement {
  readonly _type: 'https://in-toto.io/Statement/v1';
  readonly subject: readonly Resource[];
  readonly predicateType: string;
  readonly predicate: Readonly<Record<string, unknown>>;
}

export const testResult = 'https://in-toto.io/attestation/test-result/v0.1';
/** A pack without a policy states numbers and passes no judgement: calling that a test result would claim too much. */
export const evidenceOnly = 'urn:raredx:evidence:v1';

/**
 * What is signed: the manifest and the files that matter most to a reader, and what was decided on them. With a decision
 * the predicate is in-toto's test result, `criteria` (our extension) adds the intervals. A criterion that could not be
 * decided is listed as failed, since readers of the predicate accept what is listed as warned.
 */
export function packStatement(
  manifest: Manifest | ShareableManifest,
  manifestHash: string,
  decision: Decision | null,
): PackStatement {
  const digest = (path: string) => manifest.files.find((file) => file.path === path)?.sha256;
  const named = (path: string): Resource[] => {
    const sha256 = digest(path);
    return sha256 ? [{ name: path, digest: { sha256 } }] : [];
  };
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      { name: 'manifest.json', digest: { sha256: manifestHash } },
      ...named('index.html'),
      ...named('evidence.json'),
      ...(isShareable(manifest) ? [] : named(manifest.predictions.path)),
    ],
    predicateType: decision ? testResult : evidenceOnly,
    predicate: {
      ...(decision ? results(decision) : {}),
      configuration: [...named('pack-facts.json'), ...named('policy.yaml')],
      software: manifest.software,
      evidence: manifest.evidence.sha256,
      ...rowsOf(manifest),
    },
  };
}

/** What the numbers follow from: the rows and the plan, or the pack that has them. */
function rowsOf(manifest: Manifest | ShareableManifest): Readonly<Record<string, unknown>> {
  if (isShareable(manifest)) return { profile: manifest.profile, rows: manifest.rows, of: manifest.of };
  const { rows, merkleRoot } = manifest.predictions;
  return { predictions: { rows, merkleRoot }, plan: manifest.plan };
}

function results({ verdict, criteria, policyHash }: Decision) {
  const ids = (passed: boolean) =>
    criteria.filter((one) => (one.verdict === 'pass') === passed).map((one) => one.id);
  return {
    result: verdict === 'pass' ? 'PASSED' : 'FAILED',
    verdict,
    policy: policyHash,
    passedTests: ids(true),
    warnedTests: [],
    failedTests: ids(false),
    criteria: criteria.map((one) => ({
      id: one.id,
      verdict: one.verdict,
      value: one.value,
      lower: one.lower,
      upper: one.upper,
      bound: one.bound,
      patients: one.patients,
      events: one.events,
      evidence: one.evidenceId,
    })),
  };
}
