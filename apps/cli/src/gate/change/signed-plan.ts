import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import { type ChangePlan, parseChangePlan } from '@raredx/gate';
import { openEnvelope, publicKeyOf, signEnvelope } from '@raredx/report';
import { ContractError, canonicalJson, sha256 } from '@raredx/tables';

/** A type of our own: no registered predicate speaks of change control plans. */
const predicateType = 'urn:raredx:change-plan:v1';

/** A plan as signed: an in-toto statement on the file, with the file in it, in a DSSE envelope. */
export function signedPlan(text: string, name: string, key: KeyObject): string {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest: { sha256: sha256(text) } }],
    predicateType,
    predicate: { plan: text },
  };
  return signEnvelope(canonicalJson(statement), key);
}

/**
 * A plan whose signature holds.
 *
 * @param publicKey file of the key that must have signed it: a plan that anybody may sign controls nothing
 * @throws ContractError where the signature does not hold; ConfigError where a file is missing
 */
export function openSignedPlan(
  path: string,
  publicKey: string,
): { readonly plan: ChangePlan; readonly keyId: string } {
  const where = basename(path);
  if (!existsSync(path))
    throw new ConfigError('--plan', `no such file (${where})`, 'raredx change sign makes it');
  if (!existsSync(publicKey)) throw new ConfigError('--public-key', `no such file (${basename(publicKey)})`);
  const key = publicKeyOf(readFileSync(publicKey, 'utf8'), basename(publicKey));
  const opened = openEnvelope(readFileSync(path, 'utf8'), key);
  if ('refused' in opened)
    throw new ContractError(where, opened.refused, 'sign the plan anew: raredx change sign');
  const statement = JSON.parse(opened.payload);
  const text = statement?.predicate?.plan;
  const whole = statement?.subject?.[0]?.digest?.sha256;
  if (statement?.predicateType !== predicateType || typeof text !== 'string' || sha256(text) !== whole) {
    throw new ContractError(where, 'what is signed is no change control plan');
  }
  return { plan: parseChangePlan(text, where), keyId: opened.keyId };
}
