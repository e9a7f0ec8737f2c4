import { ConfigError, nearestName } from '@raredx/experiment';
import { type RecalibrationKind, recalibrationKinds } from '@raredx/validation';

/**
 * The kinds named by `--recalibrate platt,isotonic`; none where the flag is not given.
 *
 * @throws ConfigError on a name that is no kind
 */
export function recalibrationKindsOf(text: string | undefined): readonly RecalibrationKind[] {
  const names = (text ?? '').split(',').filter((name) => name !== '');
  const known = (name: string): name is RecalibrationKind =>
    (recalibrationKinds as readonly string[]).includes(name);
  return names.map((name) => {
    if (known(name)) return name;
    const near = nearestName(name, recalibrationKinds);
    throw new ConfigError(
      '--recalibrate',
      `no such recalibration (${name})`,
      near ? `did you mean ${near}?` : `known: ${recalibrationKinds.join(', ')}`,
    );
  });
}
