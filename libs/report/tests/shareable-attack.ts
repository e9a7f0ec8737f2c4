import type { PackInput } from '../src/pack-input.ts';
import { differenceRisks } from '../src/profile/difference-risks.ts';
import { namedSites } from '../src/profile/named-sites.ts';
import { shareable } from '../src/profile/shareable.ts';
import { chance, chancePack, type Person, people, sites } from './cohort-of-chance.ts';
import { recoverable, recoverableFromTwo } from './linear-attacker.ts';

/** Numbers of samples between neighbouring points of everything that is shown of the risk order of a whole cohort. */
export function gaps({ evidence }: PackInput): readonly number[] {
  const whole = evidence.rows.filter((row) => row.site === null && row.attribute === null);
  const [first] = whole;
  if (!first) return [];
  const nonEvents = first.samples - first.events;
  const cuts = [
    { hits: 0, false_: 0 },
    { hits: first.events, false_: nonEvents },
  ];
  for (const row of whole) {
    if (row.estimate === null || row.threshold === null) continue;
    if (row.metric === 'roc_curve')
      cuts.push({ hits: row.estimate * first.events, false_: row.threshold * nonEvents });
    const specificity = whole.find((one) => one.metric === 'specificity' && one.threshold === row.threshold);
    if (row.metric === 'sensitivity' && specificity?.estimate != null)
      cuts.push({ hits: row.estimate * first.events, false_: (1 - specificity.estimate) * nonEvents });
  }
  cuts.sort((a, b) => a.false_ + a.hits - (b.false_ + b.hits));
  return cuts
    .slice(1)
    .flatMap((cut, i) => [Math.round(cut.hits - cuts[i]!.hits), Math.round(cut.false_ - cuts[i]!.false_)]);
}

/** An attacker who knows every centre, and which is which. */
const pseudonyms = (pack: PackInput) => sites.map((site) => namedSites(pack).names.of(site));

export interface Attack {
  readonly found: readonly string[];
  readonly smallGaps: readonly number[];
  readonly shownRows: number;
}

export function attack(seed: number): Attack {
  const all: readonly Person[] = people(chance(seed));
  const pack = chancePack(all);
  const safe = shareable(pack);
  return {
    found: recoverable(safe, all, pseudonyms(pack)),
    smallGaps: gaps(safe).filter((gap) => Math.abs(gap) >= 1 && Math.abs(gap) <= 10),
    shownRows: safe.evidence.rows.length,
  };
}

export interface DoubleAttack {
  /** Places that the check names. */
  readonly risks: readonly string[];
  /** Cells that the attacker has from both copies and from neither alone. */
  readonly found: readonly string[];
}

/** Two versions of a cohort of chance, the second with some patients more (or the very same), each shared safely. */
export function attackTwo(seed: number, more: number): DoubleAttack {
  const random = chance(seed);
  const first: readonly Person[] = people(random);
  const came = people(random).slice(0, more);
  const whole = [chancePack(first), chancePack([...first, ...came])] as const;
  const packs = [shareable(whole[0]), shareable(whole[1])] as const;
  return {
    risks: differenceRisks(packs[0], packs[1]),
    found: recoverableFromTwo(packs, [first, came], [pseudonyms(whole[0]), pseudonyms(whole[1])]),
  };
}
