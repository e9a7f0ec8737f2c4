import { type Random, shuffled } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import type { ClassTask } from '../../features.ts';

/** Row numbers of one n-way episode; no patient has rows on both sides, whatever classes those rows are of. */
export interface ClassEpisode {
  /** Class of the task behind each way. */
  readonly ways: Int32Array;
  readonly support: Int32Array;
  /** Way of each support row, ascending: 0 to ways − 1. */
  readonly supportClasses: Int32Array;
  readonly query: Int32Array;
  readonly queryClasses: Int32Array;
}

export interface EpisodeOptions {
  /** Classes an episode. */
  readonly ways: number;
  /** Support patients a class, one row each; 'all' takes seven in ten of the class's patients, and no fewer than one. */
  readonly shots: number | 'all';
  /** Query rows a class at most: from as many patients as can be had, then further rows of the same patients. */
  readonly queries: number;
  readonly count: number;
  /** Number of the first episode. @default 0 */
  readonly first?: number;
}

/**
 * Draws episodes with patients as the unit. Query patients are chosen first, each only while every class of the episode
 * keeps patients enough for its shots; support comes from the rest. Episode i depends on the stream and i alone.
 *
 * @throws ContractError naming the class and its patients where it has too few for its shots and one query
 */
export function drawEpisodes(task: ClassTask, options: EpisodeOptions, random: Random): ClassEpisode[] {
  const patients = patientsByClass(task);
  checkOptions(task, patients, options);
  const { count, first = 0 } = options;
  return Array.from({ length: count }, (_, i) =>
    drawOne({ task, patients, options }, random.fork('episode').fork(first + i)),
  );
}

/** Rows of each patient of each class. */
type PatientsByClass = readonly ReadonlyMap<number, readonly number[]>[];

interface Drawing {
  readonly task: ClassTask;
  readonly patients: PatientsByClass;
  readonly options: EpisodeOptions;
}

function patientsByClass({ classes, classNames, groups }: ClassTask): PatientsByClass {
  const found = classNames.map(() => new Map<number, number[]>());
  classes.forEach((c, row) => {
    const rows = found[c].get(groups[row]);
    if (rows) rows.push(row);
    else found[c].set(groups[row], [row]);
  });
  return found;
}

const shotsNeeded = (patients: number, shots: number | 'all') =>
  shots === 'all' ? Math.max(1, Math.ceil(0.7 * patients)) : shots;

function checkOptions(task: ClassTask, patients: PatientsByClass, { ways, shots, queries }: EpisodeOptions) {
  if (!(Number.isInteger(ways) && ways >= 2 && ways <= patients.length))
    throw new ContractError('episodes', `${ways} ways of ${patients.length} classes`);
  if (!(queries >= 1) || (shots !== 'all' && !(Number.isInteger(shots) && shots >= 1)))
    throw new ContractError('episodes', `shots and queries must be at least 1 (${shots}, ${queries})`);
  patients.forEach((own, c) => {
    const needed = shotsNeeded(own.size, shots) + 1;
    if (own.size >= needed && own.size >= 2) return;
    throw new ContractError(
      'episodes',
      `class ${task.classNames[c]} has ${own.size} patients; ${shots} shots and a query need ${Math.max(needed, 2)}`,
      'lower shots, or leave the class out',
    );
  });
}

function drawOne({ task, patients, options }: Drawing, random: Random): ClassEpisode {
  const ways = Int32Array.from(shuffled(patients.length, random.fork('ways')).subarray(0, options.ways));
  const asked = chooseQueryPatients({ task, patients, options }, ways, random);
  const [support, supportClasses, query, queryClasses]: number[][] = [[], [], [], []];
  ways.forEach((c, way) => {
    const own = patients[c];
    const free = shuffledKeys(own, random.fork(`support ${c}`)).filter((patient) => !asked.has(patient));
    const rows = random.fork(`row ${c}`);
    for (const patient of options.shots === 'all' ? free : free.slice(0, options.shots)) {
      const known = own.get(patient) as readonly number[];
      support.push(known[rows.integer(known.length)]);
      supportClasses.push(way);
    }
    const shown = shuffledKeys(own, random.fork(`query ${c}`)).filter((patient) => asked.has(patient));
    for (const row of roundRobin(own, shown, options.queries, random.fork(`query row ${c}`))) {
      query.push(row);
      queryClasses.push(way);
    }
  });
  return {
    ways,
    support: Int32Array.from(support),
    supportClasses: Int32Array.from(supportClasses),
    query: Int32Array.from(query),
    queryClasses: Int32Array.from(queryClasses),
  };
}

/** Patients on the query side: the rarest class chooses first, and no choice leaves a class short of its shots. */
function chooseQueryPatients(
  { task, patients, options }: Drawing,
  ways: Int32Array,
  random: Random,
): Set<number> {
  const asked = new Set<number>();
  const left = new Map(Array.from(ways, (c) => [c, patients[c].size]));
  const floor = new Map(Array.from(ways, (c) => [c, shotsNeeded(patients[c].size, options.shots)]));
  const taken = (patient: number) => Array.from(ways).filter((c) => patients[c].has(patient));
  for (const c of Array.from(ways).sort((a, b) => patients[a].size - patients[b].size || a - b)) {
    const candidates = shuffledKeys(patients[c], random.fork(`query ${c}`));
    let own = candidates.filter((patient) => asked.has(patient)).length;
    for (const patient of candidates) {
      if (own >= options.queries) break;
      const touched = asked.has(patient) ? [] : taken(patient);
      const spare = touched.every((other) => (left.get(other) ?? 0) > (floor.get(other) ?? 0));
      if (touched.length === 0 || !spare) continue;
      asked.add(patient);
      own++;
      for (const other of touched) left.set(other, (left.get(other) ?? 0) - 1);
    }
    if (own > 0) continue;
    throw new ContractError(
      'episodes',
      `class ${task.classNames[c]} has ${patients[c].size} patients, all wanted as shots of other classes`,
      'lower shots or ways',
    );
  }
  return asked;
}

function shuffledKeys(own: ReadonlyMap<number, unknown>, random: Random): number[] {
  const keys = [...own.keys()];
  return Array.from(shuffled(keys.length, random), (at) => keys[at]);
}

/** One row of every patient, then a second of every patient that has one, until there are enough. */
function roundRobin(
  own: ReadonlyMap<number, readonly number[]>,
  patients: readonly number[],
  most: number,
  random: Random,
): number[] {
  const orders = patients.map((patient) => {
    const rows = own.get(patient) as readonly number[];
    return Array.from(shuffled(rows.length, random.fork(patient)), (at) => rows[at]);
  });
  const out: number[] = [];
  const deepest = Math.max(...orders.map((order) => order.length));
  for (let pass = 0; pass < deepest; pass++)
    for (const order of orders) if (pass < order.length && out.length < most) out.push(order[pass]);
  return out;
}
