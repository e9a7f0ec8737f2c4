export { learnLogistic } from './baselines/logistic-regression.ts';
export { drawEpisode, type Episode } from './fewshot/episode.ts';
export { type Embedded, prototypeRisks } from './fewshot/prototype-risks.ts';
export { learnPrototypical } from './fewshot/prototypical.ts';
export { learn } from './learn.ts';
export type { Features, FitTask, FittedTask, Learner, LearnerContext, Weights } from './learner.ts';
export { learnNetwork } from './network/network.ts';
export { TrainingError } from './training-error.ts';
export { learnTransfer } from './transfer/pretrained-network.ts';
