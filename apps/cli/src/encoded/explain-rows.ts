import type { Random } from '@raredx/stats';
import type { Study } from './study.ts';

/** Rows of a study to be explained, or to fit again on. */
export interface ExplainRows {
  /** Rows that are explained, at most one a patient, from all classes in turn. */
  readonly explained: Uint32Array;
  /** Whose rows they are, in words. */
  readonly whose: string;
  /** Training rows, whole patients, from all classes in turn. */
  readonly training: Uint32Array;
}

/** Training rows beyond which a fit on them says the same about stability. */
const mostTraining = 1500;

/**
 * Draws what is explained: of samples that the kept model was judged on where there are any, else of those that it learned
 * from; by lot within each class, so that nobody picks the pretty ones.
 */
export function explainRows(study: Study, count: number, random: Random): ExplainRows {
  const final = study.rounds.find(({ id }) => id === 'final');
  const judged = final?.judged.at(-1);
  const pool = judged?.rows ?? study.development;
  const drawn = byTurns(study, pool, random.fork('explained'));
  return {
    explained: Uint32Array.from(drawn.slice(0, count).map(([row]) => row as number)),
    whose: judged
      ? `the ${judged.partition} samples, which the model never saw`
      : 'the samples that the model learned from, as the run keeps no others apart',
    training: Uint32Array.from(
      wholePatients(byTurns(study, final?.train ?? study.development, random.fork('training'))),
    ),
  };
}

/** Rows of each patient, patients in random order, classes by turns. */
function byTurns(study: Study, rows: Uint32Array, random: Random): readonly (readonly number[])[] {
  const patients = new Map<string, number[]>();
  for (const row of rows) {
    const unit = study.units[row] as string;
    patients.set(unit, [...(patients.get(unit) ?? []), row]);
  }
  const keyed = [...patients.values()].map((own) => ({ own: mixed(own, random), key: random.uniform() }));
  const classes = study.classes.map((_, code) =>
    keyed
      .filter(({ own }) => study.y[own[0] as number] === code)
      .sort((a, b) => a.key - b.key)
      .map(({ own }) => own),
  );
  const longest = Math.max(...classes.map((own) => own.length));
  return Array.from({ length: longest }, (_, turn) =>
    classes.flatMap((own) => (own[turn] ? [own[turn]] : [])),
  ).flat();
}

/** A patient's rows with a random one first. */
function mixed(rows: readonly number[], random: Random): readonly number[] {
  const first = random.integer(rows.length);
  return [rows[first] as number, ...rows.filter((_, at) => at !== first)];
}

function wholePatients(patients: readonly (readonly number[])[]): number[] {
  const rows: number[] = [];
  for (const own of patients) {
    if (rows.length + own.length > mostTraining && rows.length > 0) break;
    rows.push(...own);
  }
  return rows;
}
