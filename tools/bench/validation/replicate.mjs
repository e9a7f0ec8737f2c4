import { createRandom, openReplicates } from '../../../libs/stats/dist/index.js';
import { sample, thresholds } from './sample.mjs';

/** What one replicate gives, as the peers give it. */
export function openReplicate(n, { line = true, engine } = {}) {
  const { y, p } = sample(n);
  const cuts = [0, ...thresholds.toReversed().map((t) => p.filter((risk) => risk >= t).length), n];
  const replicates = openReplicates(
    { y, p },
    { cuts: line ? cuts : [], line, ...(engine ? { engine } : {}) },
  );
  const random = createRandom('bench');
  const auroc = ({ weight, events, discordant }) => 1 - discordant / (events * (weight - events));
  const netBenefits = ({ weight, cellWeight, cellEvents }) => {
    let positive = 0;
    let found = 0;
    return thresholds
      .toReversed()
      .map((t, cell) => {
        positive += cellWeight[cell];
        found += cellEvents[cell];
        return (found - ((positive - found) * t) / (1 - t)) / weight;
      })
      .toReversed();
  };
  return (b) => {
    replicates.draw(random.fork(b));
    const sums = replicates.tally();
    if (!line) return { auroc: auroc(sums) };
    return {
      auroc: auroc(sums),
      averagePrecision: sums.precision / sums.events,
      brier: sums.squared / sums.weight,
      ...replicates.line(),
      netBenefits: netBenefits(sums),
      counts: replicates.counts,
    };
  };
}
