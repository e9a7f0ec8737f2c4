export { evaluateUnit } from './evaluate-unit.ts';
export { moverDifference } from './mover-difference.ts';
export { indexPredictions, type PredictionIndex } from './prediction-index.ts';
export { orderEvidence, validate } from './validate.ts';
export { PlanError, type ResolvedPlan, resolvePlan, type ValidationPlan } from './validation-plan.ts';
export { planUnits, type WorkUnit } from './work-unit.ts';
