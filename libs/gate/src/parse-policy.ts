import { checkedYaml } from '@raredx/experiment';
import { fingerprint } from '@raredx/tables';
import { type Policy, policySchema } from './policy.ts';

/**
 * Reads a policy.
 *
 * @param text the content of `policies/<task>.yaml`
 * @param where the file's name as the user knows it
 * @throws ConfigError naming file, line and key, with the nearest known key as advice
 */
export function parsePolicy(text: string, where: string): Policy {
  const written = checkedYaml(text, where, policySchema);
  return { ...written, hash: fingerprint(written) };
}
