import type { Finding } from '@raredx/report';
import { canonicalJson, type EvidenceFile, type EvidenceRow } from '@raredx/tables';

/** What another platform's arithmetic may do to a number, relative to max(1, |number|). */
export const platformDifference = 1e-12;

const numbers = [
  'estimate',
  'lower',
  'upper',
  'threshold',
  'confidence',
  'patients',
  'samples',
  'events',
] as const;
const words = [
  'metric',
  'model',
  'label',
  'partition',
  'site',
  'attribute',
  'level',
  'method',
  'undefinedBecause',
  'note',
] as const;

/**
 * Every statement of the sealed evidence against the recomputed one, by id.
 *
 * @param tolerance accepted difference of a number, relative to max(1, |number|); 0: the very same
 */
export function compareEvidence(sealed: EvidenceFile, again: EvidenceFile, tolerance: number): Finding[] {
  const findings: Finding[] = [];
  const find = (problem: string) => findings.push({ file: 'evidence.json', problem });
  if (canonicalJson(sealed.provenance) !== canonicalJson(again.provenance)) {
    find('its provenance is not that of these predictions and this plan');
  }
  const recomputed = new Map(again.rows.map((row) => [row.id, row]));
  for (const row of sealed.rows) {
    const other = recomputed.get(row.id);
    if (!other) find(`${row.id} does not follow from the rows`);
    else findings.push(...rowProblems(row, other, tolerance));
    recomputed.delete(row.id);
  }
  for (const id of recomputed.keys()) find(`${id} is missing: it follows from the rows`);
  return findings;
}

/** All that is off in one statement, as one finding. */
function rowProblems(row: EvidenceRow, other: EvidenceRow, tolerance: number): Finding[] {
  const moved = numbers.filter(
    (name) => row[name] !== other[name] && !within(row[name], other[name], tolerance),
  );
  const problems = [
    ...moved.map((name) => `${name} is ${row[name]}, the rows give ${other[name]}`),
    ...words.filter((name) => row[name] !== other[name]).map((name) => `${name} is not what the rows give`),
  ];
  if (problems.length === 0) return [];
  const near =
    problems.length === moved.length &&
    moved.every((name) => within(row[name], other[name], platformDifference));
  const advice = near
    ? ` (another platform's arithmetic may do so: --tolerance ${platformDifference} accepts it)`
    : '';
  return [{ file: 'evidence.json', problem: `${row.id} ${problems.join('; ')}${advice}` }];
}

function within(a: number | null, b: number | null, tolerance: number): boolean {
  return a !== null && b !== null && Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));
}
