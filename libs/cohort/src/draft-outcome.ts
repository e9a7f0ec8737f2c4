import { ConfigError } from '@raredx/experiment';
import type { DatasetDraft } from './draft-dataset.ts';

/** How the outcome is to be declared. */
export interface DraftOutcome {
  /** What experiments call it. */
  readonly name: string;
  /** The column of the file. */
  readonly column: string;
  /** Levels that are the event, where the column is no yes or no; the outcome is then derived. */
  readonly event: readonly string[] | null;
  readonly doubts: readonly string[];
}

const eventWords =
  /^(yes|y|true|t|1|2|dead|died|death|deceased|positive|pos|case|event|relapse|present|abnormal|malignant)$/i;

/**
 * The outcome of a draft. Of two levels the one that sounds like an event is taken, with a doubt; of three and more
 * somebody has to say which.
 *
 * @param event levels given by the user
 * @throws ConfigError where the column cannot be an outcome, or the event is not said
 */
export function draftOutcome(
  { columns }: DatasetDraft,
  { outcome, event = [] }: { readonly outcome: string; readonly event?: readonly string[] | undefined },
): DraftOutcome {
  const column = columns.find(({ name }) => name === outcome);
  if (!column) throw new ConfigError('--outcome', `no such column (${outcome})`);
  const { type, levels } = column;
  if (type === 'boolean' && event.length === 0)
    return { name: outcome, column: outcome, event: null, doubts: [] };
  const found = type === 'boolean' ? ['no', 'yes'] : levels;
  const told = `${outcome} has the levels ${found.slice(0, 8).join(', ')}`;
  if (type !== 'category' && type !== 'boolean')
    throw new ConfigError(
      '--outcome',
      `${outcome} is no yes or no (${type})`,
      'put a column of 0 and 1 into the file, or name a category and its event with --event',
    );
  if (found.length < 2)
    throw new ConfigError(
      '--outcome',
      `${outcome} has a single value in all rows`,
      'there is nothing to predict',
    );
  const stranger = event.find((level) => !found.includes(level));
  if (stranger !== undefined) throw new ConfigError('--event', `no such level (${stranger})`, told);
  if (event.length === 0 && found.length > 2)
    throw new ConfigError('--outcome', `${told}: which are the event?`, 'say it with --event LEVEL');
  const taken =
    event.length > 0 ? event : [found.find((level) => eventWords.test(level)) ?? (found[1] as string)];
  return {
    name: `${outcome}_${taken.join('_')}`.replace(/[^\p{L}\p{N}_]+/gu, '_'),
    column: outcome,
    event: taken,
    doubts: event.length > 0 ? [] : [`${outcome}: ${taken[0]} is taken as the event`],
  };
}
