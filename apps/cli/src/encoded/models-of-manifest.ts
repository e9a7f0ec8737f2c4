import type { Samples } from './samples.ts';

const trivial = {
  images: {
    name: 'colour-and-size',
    description: 'Control: colour, contrast, border, sharpness and size alone.',
  },
  notes: {
    name: 'length-and-letters',
    description: 'Control: length and shares of digits, capitals and punctuation.',
  },
} as const;

/** Name of the control that no model may fail to beat. */
export const controlOf = (kind: Samples['kind']): string => trivial[kind].name;

interface ManifestModels {
  readonly kind: Samples['kind'];
  readonly recipe: 'auto' | 'plain';
  /** Labelled samples to learn from. */
  readonly samples: number;
  readonly bySite: boolean;
}

/**
 * A head on frozen features beside the control; with `auto` for pictures also the average of six heads: three ways of
 * evening out colour, each with features standardised together and within each site, all learned from moved copies
 * besides. Of everything tried on simulated sites it lost least at sites that were not learned from
 * (docs/site-shift.md), whichever of its members was best there.
 */
export function modelsOfManifest({ kind, recipe, samples, bySite }: ManifestModels): object[] {
  const plain = {
    kind: 'head',
    name: 'plain',
    settings: [penaltyFor(samples)],
    description: 'Softmax head on frozen features.',
  };
  const control = { kind: 'trivial', deployable: false, ...trivial[kind] };
  if (recipe === 'plain' || kind === 'notes') return [plain, control];
  const members = (['pooled', 'site'] as const).flatMap((standardise) =>
    (['as-is', 'gray-world', 'standardised'] as const).map((colour) => ({
      kind: 'head',
      name: standardise === 'site' ? `${colour}-by-site` : colour,
      encoder: { colour, jitter: 1 },
      standardise,
      settings: [penaltyFor(2 * samples)],
      description: `Learned from moved copies besides; colour ${colour}, features standardised ${standardise === 'site' ? 'within each site' : 'together'}.`,
    })),
  );
  const average = {
    kind: 'average',
    name: 'average',
    members: members.map(({ name }) => name),
    calibrated: bySite,
    description: 'Mean of the risks of six heads that even out colour and site in different ways.',
  };
  return [plain, ...members, average, control];
}

/** Times that of C = 5 / rows: weaker fits sites that were not learned from better, weaker still does not. */
const penalty = 0.3;

/**
 * C of a softmax head for so many rows. A penalty chosen by folds of patients is the right one for their sites alone; this
 * one, found on simulated sites, spares the inner folds and holds elsewhere.
 */
function penaltyFor(rows: number): number {
  return Number((5 / penalty / Math.max(15, rows)).toPrecision(2));
}
