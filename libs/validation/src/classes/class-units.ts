import { compareText, type PredictionIndex, type RowGroup } from '../population/prediction-index.ts';

/** Fewer labels than this are an outcome and its absence, or two outcomes. */
const fewestClasses = 3;

/** The label of statements about all classes of an outcome. */
const allClasses = 'all classes';

/** A unit of work over all labels of a partition. */
export interface ClassUnit {
  readonly kind: 'classes';
  readonly models: readonly string[];
  readonly label: string;
  readonly partition: string;
  readonly site: null;
  readonly attribute: null;
  readonly rows: number;
}

/** For each partition, the models that have enough labels to be classes of one outcome. */
export function classUnits({ groups }: PredictionIndex): ClassUnit[] {
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
    return [
      { kind: 'classes', models: names, label: allClasses, partition, site: null, attribute: null, rows },
    ];
  });
}
