export { canonicalJson, fingerprint, sha256 } from './canonical.ts';
export { checkPredictions } from './check-predictions.ts';
export { checkRankings } from './check-rankings.ts';
export { checkReplays } from './check-replays.ts';
export { checkTrials } from './check-trials.ts';
export type {
  Flow,
  FlowStep,
  LeakCertificate,
  LeakCheck,
  QualityFinding,
  QualityReport,
  TableOne,
  TableOneCell,
  TableOneRow,
} from './cohort-documents.ts';
export { ContractError } from './contract-error.ts';
export type {
  CriterionDecision,
  Decision,
  DecisionLook,
  LookEvidence,
  LookQuestion,
  Verdict,
} from './decision.ts';
export { decodeEvidenceJson, encodeEvidenceJson, encodeEvidenceParquet } from './encode-evidence.ts';
export { encodeFeatures, type FeatureRows } from './encode-features.ts';
export { encodePredictions, predictionsSchemaVersion } from './encode-predictions.ts';
export { encodeRankings } from './encode-rankings.ts';
export { encodeReplays } from './encode-replays.ts';
export { encodeSplit, type SplitTable } from './encode-split.ts';
export { encodeTrials } from './encode-trials.ts';
export { curveMetrics, type EvidenceFile, type EvidenceRow } from './evidence.ts';
export type {
  MissingColumn,
  MissingnessDocument,
  MissingnessTest,
  MissingPattern,
  MissingShare,
} from './missingness-document.ts';
export { integerCells, numberCells, rows as rowsInWords, textCells } from './parse-cells.ts';
export { type Partition, type Predictions, partitions } from './predictions.ts';
export type { Rankings } from './rankings.ts';
export { type RawTable, readColumns } from './read-columns.ts';
export { type PredictionColumns, readPredictions } from './read-predictions.ts';
export { readRankings } from './read-rankings.ts';
export { readReplays } from './read-replays.ts';
export { readTrials } from './read-trials.ts';
export { apparentReplicate, type Replays } from './replays.ts';
export { constantColumn, type TextColumn, textAt, textColumn } from './text-column.ts';
export { type TrialMeasure, type Trials, trialMeasures } from './trials.ts';
