import { curveMetrics, type EvidenceFile, type EvidenceRow } from '@raredx/tables';

type Claim = Pick<EvidenceRow, 'estimate' | 'lower' | 'upper' | 'patients' | 'events' | 'undefinedBecause'>;

export interface MovedClaim {
  readonly id: string;
  readonly metric: string;
  /** True for the points of a curve, which are many. */
  readonly curve: boolean;
  /** True for a statement on a whole cohort. */
  readonly whole: boolean;
  readonly before: Claim;
  readonly after: Claim;
  /** Null where one of the two has no estimate. */
  readonly moved: number | null;
  readonly lowerMoved: number | null;
  readonly upperMoved: number | null;
  /** The new estimate lies outside the old interval. */
  readonly outside: boolean;
}

export interface ClaimChanges {
  readonly same: number;
  /** Largest first: outside the old interval, then by the move in widths of the old interval. */
  readonly moved: readonly MovedClaim[];
  readonly estimable: readonly MovedClaim[];
  readonly notEstimable: readonly MovedClaim[];
  /** Not estimable in either, for another reason. */
  readonly otherReason: readonly MovedClaim[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * What two packs say of the same things, matched by the id of the statement.
 *
 * @param thresholds those declared: a statement at another one is a point of a curve
 */
export function claimChanges(
  before: EvidenceFile,
  after: EvidenceFile,
  thresholds: readonly number[],
): ClaimChanges {
  const old = new Map(before.rows.map((row) => [row.id, row]));
  const both = after.rows.flatMap((row) => {
    const was = old.get(row.id);
    return was ? [movedClaim(was, row, thresholds)] : [];
  });
  const ids = new Set(after.rows.map((row) => row.id));
  const defined = (claim: Claim) => claim.estimate !== null;
  const changed = both.filter((claim) => !sameClaim(claim));
  return {
    same: both.length - changed.length,
    moved: changed
      .filter((claim) => defined(claim.before) && defined(claim.after))
      .map((claim) => ({ claim, size: size(claim) }))
      .sort((a, b) => Number(b.claim.outside) - Number(a.claim.outside) || b.size - a.size)
      .map(({ claim }) => claim),
    estimable: changed.filter((claim) => !defined(claim.before) && defined(claim.after)),
    notEstimable: changed.filter((claim) => defined(claim.before) && !defined(claim.after)),
    otherReason: changed.filter((claim) => !defined(claim.before) && !defined(claim.after)),
    added: after.rows.filter((row) => !old.has(row.id)).map((row) => row.id),
    removed: before.rows.filter((row) => !ids.has(row.id)).map((row) => row.id),
  };
}

function movedClaim(was: EvidenceRow, now: EvidenceRow, thresholds: readonly number[]): MovedClaim {
  const { estimate, threshold } = now;
  return {
    id: now.id,
    metric: now.metric,
    curve:
      (threshold !== null && !thresholds.includes(threshold)) ||
      (curveMetrics as readonly string[]).includes(now.metric),
    whole: now.site === null && now.attribute === null,
    before: claimOf(was),
    after: claimOf(now),
    moved: difference(was.estimate, now.estimate),
    lowerMoved: difference(was.lower, now.lower),
    upperMoved: difference(was.upper, now.upper),
    outside:
      estimate !== null &&
      was.lower !== null &&
      was.upper !== null &&
      (estimate < was.lower || estimate > was.upper),
  };
}

function claimOf({ estimate, lower, upper, patients, events, undefinedBecause }: EvidenceRow): Claim {
  return { estimate, lower, upper, patients, events, undefinedBecause };
}

function difference(was: number | null, now: number | null): number | null {
  return was === null || now === null ? null : now - was;
}

function sameClaim({ before, after }: MovedClaim): boolean {
  return (Object.keys(before) as (keyof Claim)[]).every((name) => before[name] === after[name]);
}

/** The largest move among estimate and limits, in widths of the old interval where there is one. */
function size({ before, moved, lowerMoved, upperMoved }: MovedClaim): number {
  const largest = Math.max(...[moved, lowerMoved, upperMoved].map((move) => Math.abs(move ?? 0)));
  const width = before.lower === null || before.upper === null ? 0 : before.upper - before.lower;
  return largest / (width > 0 ? width : Math.max(1, Math.abs(before.estimate ?? 1)));
}
