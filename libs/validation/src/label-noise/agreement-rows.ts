import { cohenKappa } from '@raredx/metrics';
import { ContractError, type EvidenceRow, type TextColumn, textAt } from '@raredx/tables';
import { compareText } from '../population/prediction-index.ts';
import { evidenceRow, statement } from '../statements/statement.ts';

/** Two readings of the same patients: one row a patient. */
export interface Readings {
  readonly first: TextColumn;
  readonly second: TextColumn;
}

export interface AgreementOptions {
  readonly confidence: number;
  /** Who read, e.g. `institution vs central pathology`: stands where other rows name the model. */
  readonly readers: string;
  /** What was read. */
  readonly label: string;
  readonly partition: string;
}

/**
 * Agreement of two readings as evidence: `kappa` over all categories, then for each category against the rest (attribute
 * `category`). A model cannot be held to a better agreement than its reference standard has with itself.
 *
 * @example agreementRows({ first: textColumn(['a', 'b', 'a', 'b']), second: textColumn(['a', 'b', 'b', 'b']) }, { confidence: 0.95, readers: 'one vs two', label: 'histology', partition: 'internal' })[0].estimate // => 0.5
 */
export function agreementRows({ first, second }: Readings, options: AgreementOptions): EvidenceRow[] {
  const patients = first.codes.length;
  if (second.codes.length !== patients) {
    throw new ContractError('agreement', `${patients} first and ${second.codes.length} second readings`);
  }
  const pairs = Array.from({ length: patients }, (_, row): [string, string] => [
    textAt(first, row),
    textAt(second, row),
  ]);
  const categories = [...new Set(pairs.flat())].sort(compareText);
  const { confidence, readers, label, partition } = options;
  const rowOf = (level: string | null, places: (text: string) => number, size: number) => {
    const table = new Float64Array(size * size);
    for (const [a, b] of pairs) table[places(a) * size + places(b)]++;
    const found = size < 2 ? onlyOne(patients) : cohenKappa(table, { confidence });
    const made =
      'undefinedBecause' in found
        ? statement('kappa', found, { method: 'Fleiss-Cohen-Everitt' })
        : statement(
            'kappa',
            { value: found.kappa },
            {
              limits: found,
              confidence,
              method: found.method,
              note: `agreement ${(100 * found.agreement).toFixed(1)} %`,
            },
          );
    const events = level === null ? 0 : pairs.filter((pair) => pair.includes(level)).length;
    return evidenceRow(
      made,
      {
        model: readers,
        label,
        partition,
        site: null,
        attribute: level === null ? null : 'category',
        level,
        patients,
        samples: patients,
        events,
      },
      false,
    );
  };
  const overall = rowOf(null, (text) => categories.indexOf(text), categories.length);
  if (categories.length < 3) return [overall];
  return [overall, ...categories.map((level) => rowOf(level, (text) => (text === level ? 1 : 0), 2))];
}

function onlyOne(patients: number): { undefinedBecause: string } {
  return { undefinedBecause: patients === 0 ? 'no rows' : 'both raters use one category only' };
}
