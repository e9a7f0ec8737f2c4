import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { ConfigError, writeAtomically } from '@raredx/experiment';
import { parseChangePlan } from '@raredx/gate';
import { keyId, publicKeyPem } from '@raredx/report';
import { openSigningKey } from '../../pack/open-signing-key.ts';
import { signedPlan } from './signed-plan.ts';

interface SignRequest {
  readonly plan: string;
  readonly key?: string;
  readonly out: string;
  readonly publicKeyOut?: string;
  readonly json: boolean;
}

/** `raredx change sign`: a checked plan in a DSSE envelope. */
export async function signPlan(request: SignRequest): Promise<number> {
  const name = basename(request.plan);
  if (!existsSync(request.plan))
    throw new ConfigError(name, 'no such file', 'see examples/change-control/ for a plan');
  const text = readFileSync(request.plan, 'utf8');
  const plan = parseChangePlan(text, name);
  const key = openSigningKey(request.key);
  writeAtomically(resolve(request.out), signedPlan(text, name, key));
  if (request.publicKeyOut) writeAtomically(resolve(request.publicKeyOut), publicKeyPem(key));
  const result = { plan: plan.name, hash: plan.hash, keyId: keyId(key), out: request.out };
  process.stdout.write(`${request.json ? JSON.stringify(result) : request.out}\n`);
  return 0;
}
