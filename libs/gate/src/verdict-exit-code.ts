import type { Verdict } from '@raredx/tables';

/**
 * The exit code that carries a verdict.
 *
 * @example verdictExitCode('insufficient_evidence') // => 5
 */
export function verdictExitCode(verdict: Verdict): 0 | 4 | 5 {
  if (verdict === 'pass') return 0;
  return verdict === 'fail' ? 4 : 5;
}
