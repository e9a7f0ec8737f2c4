export { type IsotonicCurve, isotonic, isotonicAt } from './curve/isotonic.ts';
export { type LoessOptions, loess } from './curve/loess.ts';
export { restrictedCubicSpline, splineKnots } from './curve/restricted-cubic-spline.ts';
export { betaCdf, betaQuantile } from './distribution/beta.ts';
export { binomialCdf } from './distribution/binomial.ts';
export { chiSquareCdf, chiSquareQuantile } from './distribution/chi-square.ts';
export { gammaCdf, gammaQuantile } from './distribution/gamma.ts';
export { logGamma } from './distribution/log-gamma.ts';
export { normalCdf, normalQuantile } from './distribution/normal.ts';
export { studentCdf, studentQuantile } from './distribution/student.ts';
export type { Tail, TailOption } from './distribution/tail.ts';
export { type FirthFit, fitFirth } from './fit/firth-fit.ts';
export type { LogisticData } from './fit/logistic-data.ts';
export { fitLogistic, type LogisticFit } from './fit/logistic-fit.ts';
export { fitMultinomial, type MultinomialData, type MultinomialFit } from './fit/multinomial-fit.ts';
export {
  type BetweenResamples,
  type BootThenImpute,
  type BootThenImputeOptions,
  betweenResamples,
  bootThenImpute,
  type ImputeAndEstimate,
} from './imputation/boot-then-impute.ts';
export { type Chains, scaleReduction } from './imputation/chain-convergence.ts';
export type { ChainedColumn } from './imputation/chained-column.ts';
export { imputationCount } from './imputation/imputation-count.ts';
export {
  type ChainedImputations,
  type ChainedOptions,
  type ImputationChain,
  imputeChained,
} from './imputation/impute-chained.ts';
export { independentColumns } from './imputation/independent-columns.ts';
export { type LinearDraw, linearDraw, normalVector } from './imputation/parameter-draw.ts';
export { predictiveMeanMatching } from './imputation/predictive-mean-matching.ts';
export { gaussHermite, type QuadratureRule } from './integral/gauss-hermite.ts';
export { integrate } from './integral/integrate.ts';
export { type GroupedSpline, openGroupedSpline } from './kernel/grouped-spline.ts';
export type { ReplicateRows } from './kernel/replicate-layout.ts';
export type { ReplicateSums } from './kernel/replicate-sums.ts';
export { openReplicates, type ReplicateOptions, type Replicates } from './kernel/replicates.ts';
export { type LeastSquares, leastSquares } from './matrix/least-squares.ts';
export { invertSymmetric, solveSymmetric } from './matrix/symmetric.ts';
export { type SymmetricEigen, symmetricEigen } from './matrix/symmetric-eigen.ts';
export { benjaminiHochberg, holm } from './multiplicity/adjust.ts';
export { maxT, maxTCritical } from './multiplicity/max-t.ts';
export { heterogeneityInterval, tauSquared } from './pooling/heterogeneity.ts';
export {
  type MetaAnalysis,
  type MetaAnalysisOptions,
  metaAnalysis,
  shrunkEffects,
} from './pooling/meta-analysis.ts';
export { type PooledImputations, poolImputations } from './pooling/rubin.ts';
export { type GroupCount, type ShrunkProportions, shrunkProportions } from './pooling/shrunk-proportions.ts';
export type { Study } from './pooling/study.ts';
export { bootstrapCounts } from './random/bootstrap-counts.ts';
export { createRandom, type Random } from './random/random.ts';
export { shuffled } from './random/shuffled.ts';
export { bcaInterval, bcaLevels, jackknifeAcceleration } from './resampling/bca-interval.ts';
export { type Clusters, clusterBootstrap, clustersOf, withoutCluster } from './resampling/clusters.ts';
export { percentileInterval } from './resampling/percentile-interval.ts';
export { studentisedInterval } from './resampling/studentised-interval.ts';
export { aurocVariance, type ClassSizes } from './sample-size/auroc-variance.ts';
export { type Classification, classificationAt } from './sample-size/classification-at.ts';
export { coxSnellFromAuroc, maximumCoxSnell } from './sample-size/cox-snell.ts';
export { aurocDifferenceError, detectableAurocDrop } from './sample-size/detectable-auroc-drop.ts';
export { detectableOeRatio } from './sample-size/detectable-oe-ratio.ts';
export { detectableSensitivityDrop } from './sample-size/detectable-sensitivity-drop.ts';
export {
  type DevelopmentCriterion,
  type DevelopmentPlan,
  type DevelopmentSize,
  developmentSize,
} from './sample-size/development-size.ts';
export { type DetectionOptions, differencePower } from './sample-size/difference-power.ts';
export { expectedShrinkage } from './sample-size/expected-shrinkage.ts';
export {
  binormalLinearPredictor,
  impliedPrevalence,
  type LinearPredictor,
  normalLinearPredictor,
  observedLinearPredictor,
} from './sample-size/linear-predictor.ts';
export { overallRiskSize } from './sample-size/overall-risk-size.ts';
export {
  type PlannedMeasure,
  plannedMeasures,
  type ValidationAssumptions,
} from './sample-size/planned-measure.ts';
export { sizeForBound, sizeForWidth } from './sample-size/size-for.ts';
export { slopeInformation } from './sample-size/slope-information.ts';
export type { SubgroupAndRest } from './sample-size/subgroup-and-rest.ts';
export type { Estimate } from './summary/estimate.ts';
export type { Interval } from './summary/interval.ts';
export { expit, logit } from './summary/logit.ts';
export { quantile, weightedQuantile } from './summary/quantile.ts';
export { sum } from './summary/sum.ts';
