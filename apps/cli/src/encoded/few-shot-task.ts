import { ConfigError } from '@raredx/experiment';
import type { Random } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import type { ClassTask } from '@raredx/training';
import type { Study } from './study.ts';

/** What episodes are drawn from; features are to be had by `places`. */
export interface FewShotTask extends Omit<ClassTask, 'features'> {
  /** Places of the samples that take part in the list that was given. */
  readonly places: Uint32Array;
  /** Classes with too few patients. */
  readonly leftOut: readonly string[];
}

/**
 * Samples to learn methods on and samples to judge them by: base classes of half of the patients who have them, and all
 * other classes of all other patients.
 *
 * @throws ConfigError for base classes that are not there
 */
export function baseAndNovel(
  { classes, units, y }: Pick<Study, 'classes' | 'units' | 'y'>,
  samples: readonly number[],
  { base, random }: { readonly base: readonly string[]; readonly random: Random },
): { readonly base: readonly number[]; readonly novel: readonly number[] } {
  const stranger = base.find((name) => !classes.includes(name));
  if (stranger !== undefined)
    throw new ConfigError('few_shot.base', `no class ${stranger}`, `classes: ${classes.join(', ')}`);
  if (base.length === 0) return { base: [], novel: samples };
  const left = classes.length - new Set(base).size;
  if (base.length < 2 || left < 2)
    throw new ConfigError(
      'few_shot.base',
      `${base.length} base classes and ${left} to judge`,
      'there have to be two of each',
    );
  const isBase = (row: number) => base.includes(classes[y[row] as number] as string);
  const owners = new Set(samples.filter(isBase).map((row) => units[row] as string));
  const teaches = (row: number) => {
    const unit = units[row] as string;
    return owners.has(unit) && random.fork('base').fork(unit).uniform() < 0.5;
  };
  return {
    base: samples.filter((row) => isBase(row) && teaches(row)),
    novel: samples.filter((row) => !isBase(row) && !teaches(row)),
  };
}

/** Episodes keep seven in ten of a class's patients to learn from; the others are judged. */
function serves(patients: number, shots: number): boolean {
  const kept = Math.ceil(0.7 * patients);
  return kept >= shots && kept < patients;
}

/** Classes with patients enough for the most shots and one to judge; the others are named. */
export function fewShotTask(study: Study, samples: readonly number[], most: number): FewShotTask {
  const present = study.classes.filter((_, code) => samples.some((row) => study.y[row] === code));
  const patients = study.classes.map((_, code) => {
    const own = samples.filter((row) => study.y[row] === code);
    return new Set(own.map((row) => study.units[row])).size;
  });
  const enough = study.classes.filter((_, code) => serves(patients[code] as number, most));
  if (enough.length < 2) {
    const largest = Math.max(...patients);
    throw new ContractError(
      'few_shot',
      `${enough.length} classes have the patients for ${most} shots (the largest has ${largest})`,
      'ask for fewer shots',
    );
  }
  const rows = Uint32Array.from(samples.keys()).filter((at) =>
    enough.includes(study.classes[study.y[samples[at] as number] as number] as string),
  );
  const unitOf = new Map<string, number>();
  const groups = Int32Array.from(rows, (at) => {
    const unit = study.units[samples[at] as number] as string;
    const code = unitOf.get(unit) ?? unitOf.size;
    unitOf.set(unit, code);
    return code;
  });
  const classes = Int32Array.from(rows, (at) =>
    enough.indexOf(study.classes[study.y[samples[at] as number] as number] as string),
  );
  return {
    ...{ places: rows, classes, classNames: enough, groups },
    leftOut: present.filter((name) => !enough.includes(name)),
  };
}
