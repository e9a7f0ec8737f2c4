import { ContractError } from '@raredx/tables';
import type { ClassTask } from '../features.ts';
import { openDualSplits } from './dual-splits.ts';
import type { HeadKind } from './head.ts';
import { openPrimalSplits } from './primal-splits.ts';
import type { SplitFits, SplitOptions } from './split-fits.ts';

/** Rows beyond which heads that work in the space of the rows would take gigabytes. */
const mostDualRows = 6000;

/**
 * Fits of a head in the space that is smaller, opened when first asked for and shared by all that ask later.
 *
 * @throws ContractError for a head without a form for so many rows
 */
export function openSplits(
  where: string,
  task: ClassTask,
  options: Partial<SplitOptions>,
): (kind: HeadKind) => SplitFits {
  const { standardise = false, balanced = false } = options;
  const settings = { standardise, balanced };
  const { rows, width } = task.features;
  const opened = new Map<'dual' | 'primal', SplitFits>();
  return (kind) => {
    const form = kind === 'softmax' && rows > width ? 'primal' : 'dual';
    if (form === 'dual' && rows > mostDualRows)
      throw new ContractError(
        where,
        `a ${kind} head works in the space of its rows, and ${rows} are more than ${mostDualRows}`,
        'use the softmax head, which has a form for many rows',
      );
    const made =
      opened.get(form) ??
      (form === 'dual' ? openDualSplits(task, settings) : openPrimalSplits(task, settings));
    opened.set(form, made);
    return made;
  };
}
