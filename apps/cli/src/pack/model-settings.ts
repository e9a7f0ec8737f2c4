import type { PackModel } from '@raredx/report';
import { canonicalJson } from '@raredx/tables';

interface NamedModel {
  readonly name: string;
  readonly kind: string;
  readonly description: string;
  readonly deployable: boolean;
}

/** A model of an experiment file as the pack prints it: what it is, and all else as settings. */
export function packModel(model: NamedModel): PackModel {
  const { name, kind, description, deployable, ...settings } = model;
  return {
    ...{ name, kind, description, deployable },
    settings: Object.fromEntries(
      Object.entries(settings)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, printed(value)]),
    ),
  };
}

function printed(value: unknown): string | number | boolean | null {
  return typeof value === 'object' ? canonicalJson(value) : (value as string | number | boolean);
}
