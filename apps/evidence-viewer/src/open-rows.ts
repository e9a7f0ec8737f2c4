import { unpackFrame, type ViewerDocument } from '@raredx/report';
import {
  type ExploredPopulation,
  type ExploredSubject,
  indexPredictions,
  openExplorer,
  resolvePlan,
  type ValidationPlan,
} from '@raredx/validation';

export interface Rows {
  /** Opened once, then kept. */
  readonly population: (
    frame: number,
    subject: Omit<ExploredSubject, 'label' | 'partition'>,
  ) => ExploredPopulation;
}

const mostKept = 40;

/** The rows inside the page, unpacked when they are first asked for. */
export function openRows({ frames, plan }: ViewerDocument): Rows {
  const resolved = resolvePlan(plan as unknown as ValidationPlan);
  const explorers = new Map<number, ReturnType<typeof openExplorer>>();
  const kept = new Map<string, ExploredPopulation>();
  const explorer = (at: number) => {
    const known = explorers.get(at);
    if (known) return known;
    const made = openExplorer(indexPredictions(unpackFrame(frames[at]!)), resolved);
    explorers.set(at, made);
    return made;
  };
  return {
    population: (frame, { model, site, attribute, level }) => {
      const subject = { model, site, attribute, level };
      const key = JSON.stringify([frame, subject]);
      const known = kept.get(key);
      if (known) return known;
      const { label, partition } = frames[frame]!;
      const made = explorer(frame)({ ...subject, label, partition });
      if (kept.size >= mostKept) kept.clear();
      kept.set(key, made);
      return made;
    },
  };
}
