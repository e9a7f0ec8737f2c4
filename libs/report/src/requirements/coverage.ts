import { signedFields } from '../human/human-items.ts';
import type { Pack } from '../pack.ts';
import type { PackInput } from '../pack-input.ts';
import { type Proposal, proposals } from './proposals.ts';
import type { AppliesTo, RequirementItem, RequirementMap } from './requirement-map.ts';
import { type SourceName, sourcePresent, sourceRows } from './sources.ts';

/** How far an item is answered; `partly` leaves something to a person or to another run. */
export type ItemStatus = 'answered' | 'partly' | 'awaiting' | 'absent' | 'not_applicable';

export interface ItemAnswer {
  readonly item: RequirementItem;
  readonly status: ItemStatus;
  /** Sources that this pack holds. */
  readonly sources: readonly SourceName[];
  /** Sources that it lacks. */
  readonly lacking: readonly SourceName[];
  /** Ids of the rows of evidence behind the answer, each once. */
  readonly evidence: readonly string[];
  /** Fields of human.yaml that nobody has filled and signed. */
  readonly unsigned: readonly string[];
  readonly proposal: Proposal | null;
}

export interface MapCoverage {
  readonly map: RequirementMap;
  readonly answers: readonly ItemAnswer[];
  readonly counts: Readonly<Record<ItemStatus, number>>;
}

/** A model whose maker is unknown was not developed here. */
const developed = (input: PackInput) => input.models.some((model) => model.kind !== 'external');

function applies(to: AppliesTo, { input, evidence }: Pack): boolean {
  if (to === 'development') return developed(input);
  if (to === 'evaluation') return evidence.rows.length > 0;
  if (to === 'imaging') return input.dataset?.modality === 'image';
  return true;
}

function statusOf(
  item: RequirementItem,
  present: number,
  { unsigned }: { readonly unsigned: number },
): ItemStatus {
  const machine = item.sources.length;
  const waits = unsigned > 0 || item.proposal !== null;
  if (item.filledBy === 'human') return unsigned === 0 && item.human.length > 0 ? 'answered' : 'awaiting';
  if (present === 0) {
    if (item.filledBy === 'auto') return 'absent';
    return waits ? 'awaiting' : item.human.length > 0 ? 'partly' : 'absent';
  }
  return present === machine && !waits ? 'answered' : 'partly';
}

function answerOf(item: RequirementItem, pack: Pack, signed: ReadonlySet<string>): ItemAnswer {
  if (!applies(item.appliesTo, pack))
    return {
      item,
      status: 'not_applicable',
      sources: [],
      lacking: [],
      evidence: [],
      unsigned: [],
      proposal: null,
    };
  const present = item.sources.filter((name) => sourcePresent(name, pack));
  const unsigned = item.human.filter((field) => !signed.has(field));
  return {
    item,
    status: statusOf(item, present.length, { unsigned: unsigned.length }),
    sources: present,
    lacking: item.sources.filter((name) => !present.includes(name)),
    evidence: [...new Set(present.flatMap((name) => sourceRows(name, pack)))],
    unsigned,
    proposal: item.proposal === null ? null : (proposals[item.proposal]?.(pack) ?? null),
  };
}

/** What of a map this pack answers, item by item. */
export function mapCoverage(map: RequirementMap, pack: Pack): MapCoverage {
  const signed = signedFields(pack.input.human ?? null);
  const answers = map.items.map((item) => Object.freeze(answerOf(item, pack, signed)));
  const counts = { answered: 0, partly: 0, awaiting: 0, absent: 0, not_applicable: 0 };
  for (const { status } of answers) counts[status]++;
  return Object.freeze({ map, answers, counts: Object.freeze(counts) });
}
