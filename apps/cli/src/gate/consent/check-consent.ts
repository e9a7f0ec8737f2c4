import { resolve } from 'node:path';
import { consentSummary } from '@raredx/gate';
import { consentOf } from './require-consent-of.ts';

interface ConsentRequest {
  readonly dir: string;
  readonly ledger: string;
  readonly use: string;
  readonly on?: string;
  readonly json: boolean;
}

/** `raredx consent check`: exit 0 where all patients allow the use, 4 where not. */
export async function checkConsent(request: ConsentRequest): Promise<number> {
  const check = await consentOf(resolve(request.dir), request);
  process.stdout.write(`${request.json ? JSON.stringify(check) : consentSummary(check)}\n`);
  return check.allowed === check.patients ? 0 : 4;
}
