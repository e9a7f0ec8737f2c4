export { evaluateUnit } from './evaluate-unit.ts';
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
