import type { DecisionLook } from '@raredx/tables';
import type { Policy } from '../policy.ts';
import { lookLevel, type PlannedLooks } from './look-level.ts';

/**
 * Why a decision cannot have been the look that it says it was; null where it can. A pack holds no ledger, so this is what
 * its reader can check: that the policy plans looks, and that no more was spent on this one than the policy leaves to it.
 */
export function lookProblem({ looks, confidence }: Policy, look: DecisionLook | undefined): string | null {
  if (!looks) return look ? 'says it was a look, but the policy plans none' : null;
  if (!look) return 'does not say which look it was, though the policy plans several';
  const { number, of, alpha } = look;
  if (!(Number.isInteger(number) && number >= 1)) return `says it was look ${number}`;
  if (looks.method === 'e-value') return eValueProblem(1 - confidence, look);
  if (of !== looks.planned) return `says ${of} looks are planned, the policy plans ${looks.planned}`;
  const { spentBefore = 0 } = look;
  if (!(spentBefore >= 0)) return `says that earlier looks spent ${spentBefore}`;
  const left = Math.max(0, 1 - confidence - spentBefore);
  const most = number > looks.planned ? 0 : Math.min(left, mostOf(looks, 1 - confidence, number));
  return alpha >= 0 && alpha <= most + 1e-12
    ? null
    : `judged look ${number} at a level of ${alpha}, the policy leaves ${most} to it`;
}

/** Of accumulating data the level depends on the events at earlier looks, which the ledger knows and a pack does not. */
function mostOf(looks: PlannedLooks, alpha: number, number: number): number {
  if (looks.data === 'accumulating') return alpha;
  return lookLevel(looks, alpha, { past: new Array<number>(number - 1).fill(0), events: 0 }).alpha;
}

/** What earlier looks measured is the ledger's word; here it is only whether there can have been so many. */
function eValueProblem(confidenceAlpha: number, { number, of, alpha, past }: DecisionLook): string | null {
  if (of !== null) return `says ${of} looks are planned, the policy leaves their number open`;
  if (!(Math.abs(alpha - confidenceAlpha) <= 1e-12)) {
    return `judged look ${number} at a level of ${alpha}, the policy asks for ${confidenceAlpha}`;
  }
  if (!past) return 'does not say what earlier looks measured';
  const most = Math.max(0, ...Object.values(past).map(({ length }) => length));
  return most < number ? null : `counts ${most} looks before look ${number}`;
}
