import type { DecisionLook } from '@raredx/tables';
import type { Policy } from '../policy.ts';
import { lookLevel } from './look-level.ts';

/**
 * Why a decision cannot have been the look that it says it was; null where it can. A pack holds no ledger, so this is what
 * its reader can check: that the policy plans looks, and that no more was spent on this one than the policy leaves to it.
 */
export function lookProblem({ looks, confidence }: Policy, look: DecisionLook | undefined): string | null {
  if (!looks) return look ? 'says it was a look, but the policy plans none' : null;
  if (!look) return 'does not say which look it was, though the policy plans several';
  const { number, of, alpha } = look;
  if (!(Number.isInteger(number) && number >= 1)) return `says it was look ${number}`;
  if (of !== looks.planned) return `says ${of} looks are planned, the policy plans ${looks.planned}`;
  const most = number > looks.planned ? 0 : mostOf(looks, 1 - confidence, number);
  return alpha >= 0 && alpha <= most + 1e-12
    ? null
    : `judged look ${number} at a level of ${alpha}, the policy leaves ${most} to it`;
}

/** Of accumulating data the level depends on the events at earlier looks, which the ledger knows and a pack does not. */
function mostOf(looks: NonNullable<Policy['looks']>, alpha: number, number: number): number {
  if (looks.data === 'accumulating') return alpha;
  return lookLevel(looks, alpha, { past: new Array<number>(number - 1).fill(0), events: 0 }).alpha;
}
