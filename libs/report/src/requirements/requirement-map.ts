import type { SourceName } from './sources.ts';

/** Who can answer an item: the run alone, the run together with a person, or a person alone. */
export type FilledBy = 'auto' | 'partly' | 'human';

/** When an item applies: always, where the run developed the model, where it judged one, or to images. */
export type AppliesTo = 'always' | 'development' | 'evaluation' | 'imaging';

export interface RequirementItem {
  readonly id: string;
  readonly chapter: string;
  /** In our own words. */
  readonly text: string;
  readonly filledBy: FilledBy;
  /** What of the pack answers it. */
  readonly sources: readonly SourceName[];
  /** Fields of human.yaml that answer it. */
  readonly human: readonly string[];
  readonly appliesTo: AppliesTo;
  /** Name of the rule that proposes an answer for a person to confirm. */
  readonly proposal: string | null;
}

/** A guideline or regulation as versioned data. */
export interface RequirementMap {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly version: string;
  readonly licence: string;
  /** What a reader must know of the map itself. */
  readonly note: string;
  readonly items: readonly RequirementItem[];
}

/** An item as written in a data file: sources and human fields parted by spaces. */
export type ItemRow = readonly [
  id: string,
  filledBy: FilledBy,
  text: string,
  sources?: string,
  human?: string,
  rest?: { readonly appliesTo?: AppliesTo; readonly proposal?: string },
];

const words = (text: string) => text.split(' ').filter((word) => word !== '');

/** Items of a chapter. */
export function chapter(title: string, rows: readonly ItemRow[]): readonly RequirementItem[] {
  return rows.map(([id, filledBy, text, sources = '', human = '', rest = {}]) =>
    Object.freeze({
      id,
      chapter: title,
      text,
      filledBy,
      sources: words(sources) as SourceName[],
      human: words(human),
      appliesTo: rest.appliesTo ?? 'always',
      proposal: rest.proposal ?? null,
    }),
  );
}

export function requirementMap(
  facts: Omit<RequirementMap, 'items'>,
  chapters: readonly (readonly RequirementItem[])[],
): RequirementMap {
  return Object.freeze({ ...facts, items: chapters.flat() });
}
