import { type ConsentCheck, consentSummary } from './consent-check.ts';

/** Data are used beyond what patients allowed: the gate fails, whatever the statistics say. */
export class ConsentError extends Error {
  readonly exitCode = 4;
  readonly advice = 'take these patients out with raredx consent apply, and judge again';
  readonly check: ConsentCheck;

  constructor(where: string, check: ConsentCheck) {
    super(`${where}: ${consentSummary(check)}`);
    this.name = 'ConsentError';
    this.check = check;
  }
}

/** @throws ConsentError where a patient does not allow the use */
export function requireConsent(where: string, check: ConsentCheck): void {
  if (check.allowed !== check.patients) throw new ConsentError(where, check);
}
