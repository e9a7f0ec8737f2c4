export { evaluateUnit } from './evaluate-unit.ts';
export { indexPredictions, type PredictionIndex } from './population/prediction-index.ts';
export { moverDifference } from './statements/mover-difference.ts';
export { orderEvidence, validate } from './validate.ts';
export { PlanError, type ResolvedPlan, resolvePlan, type ValidationPlan } from './validation-plan.ts';
export { planUnits, type WorkUnit } from './work-unit.ts';
