import { ContractError } from '@raredx/tables';
import type { Pack } from '../pack.ts';
import { mapCoverage } from '../requirements/coverage.ts';
import { chosenMaps } from '../requirements/requirement-maps.ts';
import { humanFields } from './human-fields.ts';
import { signedFields } from './human-items.ts';

export interface Completeness {
  /** Fields the chosen requirements ask for (all fields, where none was chosen), in the order of the template. */
  readonly wanted: readonly string[];
  readonly missing: readonly string[];
}

export function completeness(pack: Pack): Completeness {
  const maps = chosenMaps(pack.input.requirements ?? []);
  const asked = new Set(
    maps.flatMap((map) =>
      mapCoverage(map, pack)
        .answers.filter(({ status }) => status !== 'not_applicable')
        .flatMap(({ item }) => item.human),
    ),
  );
  const signed = signedFields(pack.input.human ?? null);
  const wanted = humanFields.map(({ id }) => id).filter((id) => maps.length === 0 || asked.has(id));
  return { wanted, missing: wanted.filter((id) => !signed.has(id)) };
}

/**
 * Fails closed: a pack that must be complete is not written while a field is empty or unsigned.
 *
 * @throws ContractError naming what is missing
 */
export function requireComplete(pack: Pack, where: string): void {
  const { wanted, missing } = completeness(pack);
  if (missing.length === 0) return;
  throw new ContractError(
    where,
    `${missing.length} of ${wanted.length} human items are not filled and signed (${missing.join(', ')})`,
    'fill and sign them in the file given to --human',
  );
}
