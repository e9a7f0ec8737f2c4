import {
  compareText,
  levelsIn,
  type PredictionIndex,
  type RowGroup,
} from '../population/prediction-index.ts';

/** Fewer labels than this are an outcome and its absence, or two outcomes. */
const fewestClasses = 3;

/** More sites than this are judged together only. */
const mostSites = 30;

/** The label of statements about all classes of an outcome. */
const allClasses = 'all classes';

/** A unit of work over all labels of a partition. */
export interface ClassUnit {
  readonly kind: 'classes';
  readonly models: readonly string[];
  readonly label: string;
  readonly partition: string;
  /** Null: all sites together. */
  readonly site: string | null;
  readonly attribute: null;
  readonly rows: number;
}

/** For each partition and each of its sites, the models that have enough labels to be classes of one outcome. */
export function classUnits({ groups, predictions }: PredictionIndex): ClassUnit[] {
  const byPartition = new Map<string, Map<string, RowGroup[]>>();
  for (const group of groups) {
    const models = byPartition.get(group.partition) ?? new Map<string, RowGroup[]>();
    byPartition.set(group.partition, models.set(group.model, [...(models.get(group.model) ?? []), group]));
  }
  return [...byPartition].flatMap(([partition, models]): ClassUnit[] => {
    const judged = [...models].filter(([, of]) => of.length >= fewestClasses);
    if (judged.length === 0) return [];
    const rows = judged.flatMap(([, of]) => of).reduce((sum, group) => sum + group.rows.length, 0);
    const names = judged.map(([model]) => model).sort(compareText);
    const seen = new Set(judged.flatMap(([, of]) => levelsIn((of[0] as RowGroup).rows, predictions.site)));
    const sites = seen.size > 1 && seen.size <= mostSites ? [...seen].sort(compareText) : [];
    const whole = { kind: 'classes' as const, models: names, label: allClasses, partition, attribute: null };
    return [null, ...sites].map((site) => ({ ...whole, site, rows }));
  });
}
