import { ContractError } from '@raredx/tables';

export interface Proportion {
  readonly successes: number;
  readonly total: number;
  readonly confidence: number;
}

/** Throws unless 0 <= successes <= total < ∞ and the confidence lies strictly between 0 and 1. */
export function checkProportion(where: string, { successes, total, confidence }: Proportion): void {
  if (!(successes >= 0 && successes <= total && total < Number.POSITIVE_INFINITY)) {
    throw new ContractError(where, `not a proportion (${successes} of ${total})`);
  }
  checkConfidence(where, confidence);
}

/** Throws unless the confidence lies strictly between 0 and 1. */
export function checkConfidence(where: string, confidence: number): void {
  if (!(confidence > 0 && confidence < 1)) {
    throw new ContractError(where, `confidence outside (0, 1) (${confidence})`);
  }
}
