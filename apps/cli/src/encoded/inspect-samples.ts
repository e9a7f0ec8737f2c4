import {
  duplicateImageChecks,
  groupDuplicates,
  type ImageInspection,
  inspectImages,
  type LeftOut,
  shortcutCheck,
} from '@raredx/cohort';
import { createRandom } from '@raredx/stats';
import type { LeakCertificate, LeakCheck } from '@raredx/tables';
import { plausibleCopies } from './plausible-copies.ts';
import type { Samples } from './samples.ts';
import type { Study } from './study.ts';

/** What is known of samples before anything is learned from them. */
export interface Inspection {
  /** Who must stay together: a patient's samples, and those of patients who share a picture. */
  readonly units: readonly string[];
  readonly said: readonly string[];
  /** Files that cannot be read. */
  readonly unread: readonly LeftOut[];
  certificate(study: Study): LeakCertificate;
}

/** Looks for copies and shortcuts, and certifies afterwards that the folds keep copies and patients together. */
export async function inspectSamples(
  samples: Samples,
  seed: number,
  onProgress: (done: number, total: number) => void,
): Promise<Inspection> {
  if (samples.kind === 'notes') {
    return { units: samples.patientId, said: [], unread: [], certificate: (study) => certified(study, []) };
  }
  onProgress(0, 1);
  const found = await inspectImages(samples.images, { random: createRandom(seed).fork('inspection') });
  const patients = samples.patientId;
  const { pairs, likenesses } = plausibleCopies(patients, found.pairs);
  const alike = `${likenesses} pairs of pictures look alike, too many to be copies: only the others are held together`;
  const checks = found.checks.filter(({ check }) => likenesses === 0 || check !== nearCheck);
  return {
    units: groupDuplicates(patients, pairs),
    unread: found.leftOut,
    said: [
      ...checks.filter((check) => check.verdict !== 'clean').map((check) => check.message),
      ...(likenesses > 0 ? [alike] : []),
    ],
    certificate: (study) =>
      certified(
        study,
        checksOf(samples.images.rows, { ...found, pairs }, study).map((check) =>
          likenesses > 0 && check.check === nearCheck && check.verdict !== 'leak'
            ? { ...check, verdict: 'not_checked' as const, message: alike }
            : check,
        ),
      ),
  };
}

const nearCheck = 'near_duplicate_images';

function checksOf(
  rows: Parameters<typeof duplicateImageChecks>[0]['rows'],
  { pairs, checks, shortcut }: ImageInspection,
  study: Study,
): readonly LeakCheck[] {
  const unnamed = rows.map(({ patient, label }) => ({ patient, label }));
  const compared = duplicateImageChecks({ rows: unnamed, pairs, sides: sidesOf(study) });
  const skipped = checks.filter((check) => check.verdict === 'not_checked');
  const kept = compared.filter(({ check }) => !skipped.some((one) => one.check === check));
  return [...kept, ...skipped, shortcutCheck(shortcut)];
}

/** For each repeat the fold of every sample, and once the side of the external test. */
function sidesOf({ samples, units, development, external, split }: Study): Int32Array[] {
  const external01 = new Int32Array(samples.rows);
  for (const row of external) external01[row] = 1;
  const places = new Map(split?.patients.map((patient, place) => [patient, place]));
  const learned = new Set(development);
  const folds = (split?.assignment ?? []).map((dealt) =>
    Int32Array.from({ length: samples.rows }, (_, row) =>
      learned.has(row) ? (dealt[places.get(units[row] as string) as number] as number) : -1,
    ),
  );
  return [...folds, external01];
}

function certified(study: Study, images: readonly LeakCheck[]): LeakCertificate {
  const checks = [patientOverlap(study), ...images];
  const verdicts = checks.map((check) => check.verdict);
  const incomplete = verdicts.includes('not_checked') || verdicts.includes('warning');
  return {
    verdict: verdicts.includes('leak') ? 'leak' : incomplete ? 'incomplete' : 'clean',
    splitFingerprint: study.split?.fingerprint ?? study.fingerprint,
    checks,
  };
}

/** No unit stands in the training and the judged rows of one fit. */
function patientOverlap({ rounds, units, samples }: Study): LeakCheck {
  const offenders = rounds.reduce((count, { train, judged }) => {
    const seen = new Set(Array.from(train, (row) => units[row]));
    const shared = judged.flatMap(({ rows }) => Array.from(rows).filter((row) => seen.has(units[row])));
    return count + new Set(shared.map((row) => units[row])).size;
  }, 0);
  return {
    check: 'patient_overlap',
    verdict: offenders > 0 ? 'leak' : 'clean',
    examined: samples.rows,
    offenders,
    message:
      offenders > 0
        ? `${offenders} patients are learned from and judged in one fit`
        : `no patient is learned from and judged in one of ${rounds.length} fits`,
  };
}
