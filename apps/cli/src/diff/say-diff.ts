import { formatCount, formatEstimate, visibleText } from '@raredx/report';
import type { MovedClaim } from './claim-changes.ts';
import type { DataChanges, Names } from './data-changes.ts';
import type { CriterionChange } from './decision-changes.ts';
import type { PackDiff } from './pack-diff.ts';
import type { SettingChange } from './setting-changes.ts';

/** A chapter of the comparison: sentences, then a table where there is one. */
export interface Chapter {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const mostClaims = 20;

/** The comparison in words, the same for the terminal and for Markdown. */
export function sayDiff(diff: PackDiff): readonly Chapter[] {
  return [
    dataChapter(diff),
    modelChapter(diff),
    settingsChapter('Statistics', diff.statistics, 'The plan and its inputs are the same.'),
    decisionChapter(diff),
    ...claimChapters(diff),
  ];
}

function dataChapter({ data, merkleRoots }: PackDiff): Chapter {
  const same = merkleRoots.before === merkleRoots.after;
  const { added, removed, changed, risk, outcome, other } = data.rows;
  const counts = (['rows', 'patients', 'samples', 'events', 'sites', 'models'] as const).filter(
    (name) => data.before[name] !== data.after[name],
  );
  return {
    title: 'Data',
    sentences: same
      ? [`The same ${formatCount(data.after.rows)} rows (Merkle root ${merkleRoots.after.slice(0, 16)}).`]
      : [
          `Rows: ${formatCount(added)} added, ${formatCount(removed)} removed, ${formatCount(changed)} changed (${formatCount(risk)} in the risk, ${formatCount(outcome)} in the outcome, ${formatCount(other)} in something else).`,
          `Merkle root: ${merkleRoots.before.slice(0, 16)} → ${merkleRoots.after.slice(0, 16)}.`,
          ...named('Sites', data.sites),
          ...named('Attributes', data.attributes),
        ],
    header: ['count', 'before', 'after'],
    rows: counts.map((name) => [name, formatCount(data.before[name]), formatCount(data.after[name])]),
  };
}

function named(what: string, { added, removed }: Names | DataChanges['sites']): string[] {
  const list = (names: readonly string[]) => names.map(visibleText).join(', ');
  return [
    ...(added.length > 0 ? [`${what} added: ${list(added)}.`] : []),
    ...(removed.length > 0 ? [`${what} removed: ${list(removed)}.`] : []),
  ];
}

function modelChapter({ models }: PackDiff): Chapter {
  const chapter = settingsChapter('Models', models.settings, 'No setting of a model changed.');
  return { ...chapter, sentences: [...named('Models', models), ...chapter.sentences] };
}

function settingsChapter(title: string, changes: readonly SettingChange[], none: string): Chapter {
  return {
    title,
    sentences: changes.length === 0 ? [none] : [],
    header: ['of', 'setting', 'before', 'after'],
    rows: changes.map(({ of, setting, before, after }) => [of, setting, cut(before), cut(after)]),
  };
}

function cut(value: string | null): string {
  if (value === null) return '–';
  const text = visibleText(value);
  return /^[0-9a-f]{64}$/.test(text) ? text.slice(0, 16) : text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

const inWords = (verdict: string | null) => verdict?.replaceAll('_', ' ') ?? 'none';

function decisionChapter({ decision }: PackDiff): Chapter {
  const { before, after, policyChanged, criteria } = decision;
  const none = before === null && after === null;
  return {
    title: 'Decision',
    sentences: none
      ? ['Neither pack was judged by a policy.']
      : [
          before === after
            ? `Verdict in both: ${inWords(after)}.`
            : `Verdict: ${inWords(before)} → ${inWords(after)}.`,
          policyChanged ? 'The policy is not the same.' : 'The policy is the same.',
          ...(criteria.length === 0 ? ['No criterion changed its verdict or bound.'] : []),
        ],
    header: ['criterion', 'before', 'after'],
    rows: criteria.map(({ id, before: was, after: now }) => [id, judged(was), judged(now)]),
  };
}

function judged(one: CriterionChange['before']): string {
  if (one === null) return '–';
  const { verdict, value, lower, upper, bound } = one;
  const interval = lower === null || upper === null ? '' : ` (${digits(lower)} to ${digits(upper)})`;
  return `${inWords(verdict)}: ${value === null ? 'not estimable' : digits(value)}${interval}, bound ${bound}`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function claimChapters({ claims }: PackDiff): Chapter[] {
  const { same, moved, estimable, notEstimable, otherReason, added, removed } = claims;
  const listed = moved.filter((claim) => !claim.curve);
  const outside = listed.filter((claim) => claim.outside).length;
  const first = [...listed.filter((claim) => claim.whole), ...listed.filter((claim) => !claim.whole)];
  const shown = first.slice(0, mostClaims);
  const undefinedNow = [...estimable, ...notEstimable];
  return [
    {
      title: 'Claims',
      sentences: [
        `Statements: ${formatCount(same)} unchanged, ${formatCount(moved.length)} moved (${formatCount(moved.length - listed.length)} of them points of curves), ${formatCount(added.length)} only in the second pack, ${formatCount(removed.length)} only in the first.`,
        `Estimates outside their earlier interval: ${formatCount(outside)}.`,
        `Newly estimable: ${formatCount(estimable.length)}; no longer estimable: ${formatCount(notEstimable.length)}; not estimable for another reason: ${formatCount(otherReason.length)}.`,
        ...(listed.length > shown.length
          ? [
              `The ${shown.length} largest moves, whole cohorts first; --json has all ${formatCount(listed.length)}.`,
            ]
          : []),
      ],
      header: ['statement', 'before', 'after', 'moved', 'limits moved'],
      rows: shown.map((claim) => [
        `${visibleText(claim.id)}${claim.outside ? ' *' : ''}`,
        said(claim, claim.before),
        said(claim, claim.after),
        signed(claim.moved),
        claim.lowerMoved === null ? '–' : `${signed(claim.lowerMoved)}, ${signed(claim.upperMoved)}`,
      ]),
    },
    ...(undefinedNow.length === 0
      ? []
      : [
          {
            title: 'Estimable in one pack only',
            sentences: [],
            header: ['statement', 'before', 'after'],
            rows: undefinedNow
              .slice(0, mostClaims)
              .map((claim) => [visibleText(claim.id), said(claim, claim.before), said(claim, claim.after)]),
          },
        ]),
  ];
}

function said({ metric }: MovedClaim, claim: MovedClaim['before']): string {
  return claim.estimate === null
    ? `not estimable: ${visibleText(claim.undefinedBecause ?? '')}`
    : formatEstimate({ metric, ...claim });
}

function signed(move: number | null): string {
  if (move === null) return '–';
  return `${move > 0 ? '+' : ''}${Number(move.toPrecision(2))}`;
}
