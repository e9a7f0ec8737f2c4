import { compareText } from '../population/prediction-index.ts';
import type { CaseMix } from './case-mix.ts';

/** Fewer patients than this in either cohort, and a level has no coefficient of its own. */
const fewestInLevel = 10;
/** So many patients of the smaller cohort for each coefficient. */
const patientsEach = 10;

export interface MembershipDesign {
  /** Linear predictor, its square, and a column for each level but the largest. */
  readonly columns: readonly Float64Array[];
  /** Attributes that are in. */
  readonly used: readonly string[];
  /** Why others are not. */
  readonly leftOut: readonly string[];
}

interface LevelCount {
  readonly level: string;
  readonly sides: readonly [Set<number>, Set<number>];
}

function levelCounts(mix: CaseMix, levels: readonly string[]): LevelCount[] {
  const counts = new Map<string, LevelCount>();
  levels.forEach((level, sample) => {
    const count = counts.get(level) ?? { level, sides: [new Set<number>(), new Set<number>()] as const };
    counts.set(level, count);
    count.sides[mix.member[sample]].add(mix.patient[sample]);
  });
  const size = ({ sides }: LevelCount) => sides[0].size + sides[1].size;
  return [...counts.values()].sort((a, b) => size(b) - size(a) || compareText(a.level, b.level));
}

/** Columns of an attribute, or why it cannot be compared. Small levels go with the largest. */
function attributeColumns(mix: CaseMix, name: string): Float64Array[] | string {
  const levels = mix.attributes.get(name) as readonly string[];
  const counts = levelCounts(mix, levels);
  const apart = counts.find(
    ({ sides }) =>
      Math.min(sides[0].size, sides[1].size) === 0 && Math.max(sides[0].size, sides[1].size) >= fewestInLevel,
  );
  if (apart !== undefined) {
    const side = apart.sides[0].size === 0 ? 'external' : 'development';
    return `${name} (${apart.level} occurs only in the ${side} patients)`;
  }
  const kept = counts.slice(1).filter(({ sides }) => Math.min(sides[0].size, sides[1].size) >= fewestInLevel);
  return kept.map(({ level }) => Float64Array.from(levels, (own) => (own === level ? 1 : 0)));
}

function patientsOfSmaller({ member, patient }: CaseMix): number {
  const sides = [new Set<number>(), new Set<number>()];
  patient.forEach((place, sample) => {
    sides[member[sample]].add(place);
  });
  return Math.min(sides[0].size, sides[1].size);
}

/**
 * What tells the cohorts apart: the linear predictor with its square (two normal cohorts of unlike spread differ by
 * just that), and the attributes as far as both cohorts have their levels and the smaller has patients for them.
 */
export function membershipDesign(mix: CaseMix): MembershipDesign {
  const columns = [mix.linear, mix.linear.map((x) => x * x)];
  const used: string[] = [];
  const leftOut: string[] = [];
  const most = patientsOfSmaller(mix) / patientsEach;
  for (const name of mix.attributes.keys()) {
    const made = attributeColumns(mix, name);
    if (typeof made === 'string') leftOut.push(made);
    else if (made.length === 0) continue;
    else if (columns.length + made.length + 1 > most) leftOut.push(`${name} (too few patients)`);
    else {
      columns.push(...made);
      used.push(name);
    }
  }
  return { columns, used, leftOut };
}
