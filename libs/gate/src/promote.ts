import type { Decision } from '@raredx/tables';

/** What a registry must be able to do: `registeredModels` of mlflow-js-client is one. */
export interface AliasRegistry {
  setAlias(model: string, alias: string, version: string): Promise<void>;
}

/** The one alias that says which version is released. */
export const championAlias = 'champion';

/**
 * Moves the alias `champion` to a version, if it was decided that it may be released. Nothing else moves it.
 *
 * @returns whether it was moved
 */
export async function promote(
  decision: Decision,
  { model, version }: { readonly model: string; readonly version: string },
  registry: AliasRegistry,
): Promise<boolean> {
  const passed = decision.criteria.length > 0 && decision.criteria.every(({ verdict }) => verdict === 'pass');
  if (decision.verdict !== 'pass' || !passed) return false;
  await registry.setAlias(model, championAlias, version);
  return true;
}
