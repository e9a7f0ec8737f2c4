export { canonicalJson, fingerprint, sha256 } from './canonical.ts';
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
export type { CriterionDecision, Decision, Verdict } from './decision.ts';
export { curveMetrics, type EvidenceFile, type EvidenceRow } from './evidence.ts';
export { type Partition, type Predictions, partitions } from './predictions.ts';
export { constantColumn, type TextColumn, textAt, textColumn } from './text-column.ts';
