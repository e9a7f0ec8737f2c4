export { learnLogistic } from './baselines/logistic-regression.ts';
export { adaptToShots, type ShotStrength, shotStrength } from './differential/adapt-to-shots.ts';
export { annotatedShares } from './differential/annotated-shares.ts';
export {
  type CandidateEvidence,
  candidateEvidence,
  type FindingEvidence,
} from './differential/candidate-evidence.ts';
export { candidateProbabilities } from './differential/candidate-probabilities.ts';
export type { CandidateShares } from './differential/candidate-shares.ts';
export { closedSet } from './differential/closed-set.ts';
export { type ConformalDifferential, conformalDifferential } from './differential/conformal-differential.ts';
export { describedModel } from './differential/described-model.ts';
export {
  calibratedProbabilities,
  type DifferentialCalibration,
  differentialCalibration,
} from './differential/differential-calibration.ts';
export { type FewShotSettings, fewShotRanker, fewShotSettings } from './differential/few-shot-ranker.ts';
export { type CalibrationCase, fitCalibration } from './differential/fit-calibration.ts';
export { nextQuestions, type Question } from './differential/next-question.ts';
export {
  informationQuestions,
  type PolicySetting,
  randomQuestions,
  tellingQuestions,
} from './differential/question-policies.ts';
export { type RankedCandidate, rankedCandidates } from './differential/ranked-case.ts';
export { answerOf, type RecordedCase, recordedFindings } from './differential/recorded-findings.ts';
export { trainScratchModel } from './differential/scratch-model.ts';
export {
  type QuestionPolicy,
  type QuestionSetting,
  recordSuffices,
  simulateQuestions,
} from './differential/simulate-questions.ts';
export { type PublishedShot, spreadShots } from './differential/spread-shots.ts';
export { plainDiseaseId, type TrueCandidates, trueCandidatesOf } from './differential/true-candidates.ts';
export { unknownDiseaseScore } from './differential/unknown-disease.ts';
export { type OverlayOptions, overlay } from './explain/figures/overlay.ts';
export {
  type ClusteredMean,
  type ClusteredOptions,
  clusteredMean,
  type MeanGate,
  meanGate,
} from './explain/gates/clustered-mean.ts';
export {
  type DeletionOptions,
  type DeletionTest,
  deletionGates,
  deletionTest,
} from './explain/gates/deletion-test.ts';
export { admittedBy, type GateResult } from './explain/gates/gate-result.ts';
export { type MapGateOptions, randomisationGate } from './explain/gates/randomisation-gate.ts';
export { rankCorrelation } from './explain/gates/rank-correlation.ts';
export { stabilityGate } from './explain/gates/stability-gate.ts';
export { activationMaps, type UnitMap } from './explain/pictures/activation-maps.ts';
export { type AttributionMap, gridOf, resizedMap } from './explain/pictures/attribution-map.ts';
export { edgeMap } from './explain/pictures/edge-map.ts';
export {
  type ExplainedPictures,
  type ExplainPicturesOptions,
  explainPictures,
} from './explain/pictures/explain-pictures.ts';
export {
  type ExplainedNetwork,
  featuresOf,
  type MapExplainer,
  type Readout,
  scoresOf,
} from './explain/pictures/explained-network.ts';
export { gradCam } from './explain/pictures/grad-cam.ts';
export { inspectLayers, type LayerActivity } from './explain/pictures/inspect-layers.ts';
export {
  type IntegratedGradients,
  integratedGradients,
  type PathOptions,
} from './explain/pictures/integrated-gradients.ts';
export type { PictureBatch } from './explain/pictures/picture-batch.ts';
export { withRandomWeights } from './explain/pictures/with-random-weights.ts';
export { zoneShares } from './explain/pictures/zone-shares.ts';
export {
  type FeatureImportance,
  type ImportanceOptions,
  type ImportanceTask,
  permutationImportance,
} from './explain/tables/permutation-importance.ts';
export {
  type ShapleyOptions,
  type ShapleyTask,
  type ShapleyValues,
  shapleyValues,
} from './explain/tables/shapley-values.ts';
export {
  type ExplainedTexts,
  type ExplainTextsOptions,
  explainTexts,
} from './explain/words/explain-texts.ts';
export { type WordSpan, withoutWords, wordSpans } from './explain/words/word-spans.ts';
export { type TextScorer, type WordWeights, wordWeights } from './explain/words/word-weights.ts';
export type { ClassTask, FeatureTable } from './features.ts';
export { drawEpisode, type Episode } from './fewshot/episode.ts';
export { type EpisodeProducts, episodeProducts } from './fewshot/episode-products.ts';
export { baseStatistics } from './fewshot/episodes/base-statistics.ts';
export { type ClassifyOptions, classifyEpisodes } from './fewshot/episodes/classify-episodes.ts';
export { type ClassEpisode, drawEpisodes, type EpisodeOptions } from './fewshot/episodes/draw-episodes.ts';
export { featureRows, selectClasses } from './fewshot/episodes/select-classes.ts';
export type { FewShotMethod } from './fewshot/few-shot-method.ts';
export { type BreakEven, breakEvenShots } from './fewshot/judged/break-even-shots.ts';
export type { EpisodeMeasure } from './fewshot/judged/episode-measures.ts';
export { type OpenSetScore, openEpisode, openSetAuroc, openSetScores } from './fewshot/judged/open-set.ts';
export {
  type OpenSetCurveOptions,
  type OpenSetPoint,
  openSetCurve,
} from './fewshot/judged/open-set-curve.ts';
export {
  type MeasuredValue,
  type ShotCurveOptions,
  type ShotPoint,
  shotCurve,
} from './fewshot/judged/shot-curve.ts';
export { cooled, fitTemperature, type JudgedQueries, topClassEce } from './fewshot/judged/temperature.ts';
export { learnMaml, type MamlOptions } from './fewshot/meta/maml.ts';
export type { MetaOptions, MetaTask } from './fewshot/meta/meta-options.ts';
export { learnRelation } from './fewshot/meta/relation-network.ts';
export { type BdCspnOptions, bdCspn } from './fewshot/methods/bd-cspn.ts';
export { type CosineHeadOptions, cosineHead } from './fewshot/methods/cosine-head.ts';
export { type LaplacianShotOptions, laplacianShot } from './fewshot/methods/laplacian-shot.ts';
export { ldaMethod } from './fewshot/methods/lda.ts';
export { mahalanobis } from './fewshot/methods/mahalanobis.ts';
export { matching } from './fewshot/methods/matching.ts';
export { prototypicalMethod } from './fewshot/methods/prototypical-method.ts';
export { type RidgeOptions, ridgeMethod } from './fewshot/methods/ridge.ts';
export { simpleShot } from './fewshot/methods/simple-shot.ts';
export { type Embedded, prototypeRisks } from './fewshot/prototype-risks.ts';
export { learnPrototypical } from './fewshot/prototypical.ts';
export type { BaseStatistics, Support } from './fewshot/support.ts';
export {
  crossValidateHeads,
  type HeadCrossValidation,
  type HeadCrossValidationOptions,
  type HeadFold,
  type HeadSpec,
  headGrid,
} from './heads/cross-validate-heads.ts';
export { effectiveRank } from './heads/effective-rank.ts';
export { fitSoftmaxHead, type SoftmaxHead, type SoftmaxHeadOptions } from './heads/fit-softmax-head.ts';
export { type Head, type HeadKind, headProbabilities } from './heads/head.ts';
export {
  type HeadRound,
  type JudgedRound,
  type JudgeHeadsOptions,
  judgeHeads,
} from './heads/judge-heads.ts';
export {
  type BackboneStrategy,
  backboneStrategies,
  type MenuEntry,
  type ModelMenu,
  type ModelMenuOptions,
  modelMenu,
} from './heads/model-menu.ts';
export { patientFolds } from './heads/patient-folds.ts';
export { balancedWeights, priorCorrection } from './heads/prior-correction.ts';
export {
  type RiskInstability,
  type RiskInstabilityOptions,
  riskInstability,
} from './heads/risk-instability.ts';
export { keptRisks } from './kept-risks.ts';
export { learn } from './learn.ts';
export type { Features, FitTask, FittedTask, Learner, LearnerContext, Weights } from './learner.ts';
export { type ClassBalance, type ResolvedBalance, resolveBalance } from './loop/class-balance.ts';
export { type EarlyStopping, earlyStop } from './loop/early-stopping.ts';
export { epochBatches } from './loop/epoch-batches.ts';
export { InterruptedError } from './loop/interrupted-error.ts';
export { type Objective, servedRisks } from './loop/objective.ts';
export { type Progress, progressLine } from './loop/progress.ts';
export { rowsOf, type SampleBatch, type SampleSource } from './loop/sample-source.ts';
export { rateAt, type Schedule, type SchedulePosition } from './loop/schedule.ts';
export { trainModel } from './loop/train-model.ts';
export { type ModelTrainee, type Phase, type Trainee, traineeOf } from './loop/trainee.ts';
export type { CheckpointOptions, TrainedModel, TrainingOptions } from './loop/training-options.ts';
export type { EpochRecord, Snapshot } from './loop/training-state.ts';
export { logLossOf, predictSource, type SourceRisks } from './loop/tuning-loss.ts';
export { type TuningSplit, tuningSplit } from './loop/tuning-split.ts';
export { learnNetwork } from './network/network.ts';
export { candidatesOf } from './ranking/candidates-of.ts';
export type { CaseRanker, PatientQuery } from './ranking/case-ranker.ts';
export { type DiseaseProfile, diseaseProfiles, type ProfileOptions } from './ranking/disease-profile.ts';
export { likelihoodRatioRanker } from './ranking/likelihood-ratio-ranker.ts';
export { midRank } from './ranking/mid-rank.ts';
export {
  type PhenotypeModel,
  type PhenotypeSettings,
  type PhenotypeTraining,
  phenotypeSettings,
  trainPhenotypeModel,
} from './ranking/phenotype-model.ts';
export { phenotypeRanker } from './ranking/phenotype-ranker.ts';
export { bestMatchRanker, graphInformationRanker, resnikRanker } from './ranking/similarity-rankers.ts';
export { topCandidates } from './ranking/top-candidates.ts';
export { embedTerms, type Tower } from './ranking/tower.ts';
export { type TowerOptions, trainTower } from './ranking/train-tower.ts';
export { TrainingError } from './training-error.ts';
export {
  type ControlRows,
  type LogisticControlOptions,
  logisticControl,
} from './transfer/logistic-control.ts';
export {
  type NegativeTransfer,
  type NegativeTransferOptions,
  negativeTransfer,
  type TransferComparison,
  type TransferEvidence,
  type TransferVerdict,
} from './transfer/negative-transfer.ts';
export type { StatedRisks } from './transfer/paired-measures.ts';
export { learnTransfer } from './transfer/pretrained-network.ts';
export type { Strategy, TaskHead } from './transfer/strategy.ts';
export { scratchTwin } from './transfer/strategy.ts';
export {
  openTransferModel,
  type ParameterCounts,
  type TransferModel,
  type TransferOptions,
} from './transfer/transfer-model.ts';
export {
  type JudgedFit,
  type TransferWithControls,
  type TransferWithControlsOptions,
  transferWithControls,
} from './transfer/transfer-with-controls.ts';
