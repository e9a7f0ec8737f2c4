import { cohortName, type ViewerDocument } from '@raredx/report';

/** What the reader has chosen. */
export interface Choice {
  /** Place in the document's frames. */
  readonly frame: number;
  readonly site: string | null;
  readonly model: string;
  readonly attribute: string | null;
  readonly level: string | null;
  readonly threshold: number;
}

export interface CohortOption {
  readonly frame: number;
  readonly site: string | null;
  readonly name: string;
}

export interface SubgroupOption {
  readonly attribute: string;
  readonly level: string;
}

/** Each partition, then its sites where it has several. */
export function cohortOptions({ frames }: ViewerDocument): CohortOption[] {
  const cohorts = frames.flatMap(({ label, partition, site }, frame) => {
    const sites = site.levels.length > 1 ? site.levels : [];
    return [null, ...sites].map((place) => ({ frame, label, partition, site: place }));
  });
  return cohorts.map((cohort) => ({
    frame: cohort.frame,
    site: cohort.site,
    name: cohortName(cohort, { cohorts }),
  }));
}

export function modelOptions({ frames, models }: ViewerDocument, frame: number): string[] {
  const inside = new Set(frames[frame]!.models.map(({ name }) => name));
  return models.filter((name) => inside.has(name));
}

export function subgroupOptions({ frames }: ViewerDocument, frame: number): SubgroupOption[] {
  return frames[frame]!.attributes.flatMap(({ name, levels }) =>
    levels.map((level) => ({ attribute: name, level })),
  );
}

/** The same choice in another cohort, as far as that has it. */
export function moved(document: ViewerDocument, choice: Choice, to: Pick<Choice, 'frame' | 'site'>): Choice {
  const models = modelOptions(document, to.frame);
  const model = models.includes(choice.model) ? choice.model : models[0]!;
  const stays = subgroupOptions(document, to.frame).some(
    ({ attribute, level }) => attribute === choice.attribute && level === choice.level,
  );
  const everybody = { attribute: null, level: null };
  return { ...choice, ...to, model, ...(stays ? {} : everybody) };
}
