export { evaluateUnit } from './evaluate-unit.ts';
export { judgeReplays } from './optimism/judge-replays.ts';
export { noInformationRate } from './optimism/no-information-rate.ts';
export { type Optimism, type OptimismMetric, optimism, optimismMetrics } from './optimism/optimism.ts';
export { refuseLeaveOneOut } from './optimism/refuse-leave-one-out.ts';
export { type ReplayedModel, replayedModels } from './optimism/replayed-model.ts';
export { indexPredictions, type PredictionIndex } from './population/prediction-index.ts';
export { applyRecalibration } from './recalibration/apply-recalibration.ts';
export { fitRecalibration } from './recalibration/fit-recalibration.ts';
export { recalibrated } from './recalibration/recalibrated.ts';
export {
  type Recalibration,
  type RecalibrationKind,
  recalibrationKinds,
} from './recalibration/recalibration.ts';
export { type VennAbersRisks, vennAbersRisks } from './recalibration/venn-abers-risks.ts';
export { moverDifference } from './statements/mover-difference.ts';
export { orderEvidence, validate } from './validate.ts';
export { PlanError, type ResolvedPlan, resolvePlan, type ValidationPlan } from './validation-plan.ts';
export { planUnits, type WorkUnit } from './work-unit.ts';
