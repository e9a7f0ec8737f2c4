export type { ChangeFacts } from './change/change-facts.ts';
export { type ChangePlan, changePlanSchema, parseChangePlan } from './change/change-plan.ts';
export { type ChangeCheck, checkChange } from './change/check-change.ts';
export type { ClauseFinding } from './change/clause-finding.ts';
export {
  type ConsentCheck,
  consentCheck,
  consentSummary,
  type Standing,
  standing,
} from './consent/consent-check.ts';
export { ConsentError, requireConsent } from './consent/consent-error.ts';
export { type Consent, type ConsentLedger, consentLedger } from './consent/consent-ledger.ts';
export { consentedRows } from './consent/consented-rows.ts';
export { criterionLines } from './criterion-lines.ts';
export { decisionSummary } from './decision-summary.ts';
export { type Contestant, identicalRows } from './identical-rows.ts';
export { confidencesToRemake, judge } from './judge.ts';
export { junit } from './junit.ts';
export { appendEntry } from './ledger/append-entry.ts';
export { type BlurredPatients, blurredPatients, patientsInCommon } from './ledger/blurred-patients.ts';
export { checkLedger, type LedgerCheck, type LedgerFinding } from './ledger/check-ledger.ts';
export { cohortFingerprint } from './ledger/cohort-fingerprint.ts';
export type {
  HoldoutRecord,
  HoldoutSettings,
  LedgerCohort,
  LedgerEntry,
  LookRecord,
} from './ledger/ledger-entry.ts';
export { LedgerError } from './ledger/ledger-error.ts';
export { decisionHash, lookRecord, looksAt, type NextLook, sameLook } from './ledger/look-record.ts';
export { lookRemarks } from './ledger/look-remarks.ts';
export { nextLook } from './ledger/next-look.ts';
export { readLedger } from './ledger/read-ledger.ts';
export { type HoldoutAnswer, thresholdout } from './ledger/thresholdout.ts';
export { eValue, mergedEValue } from './looks/e-value.ts';
export { eValueLimits, logEValue } from './looks/e-value-limits.ts';
export type { EValueLooks } from './looks/look-evidence.ts';
export { type LookLevel, lookLevel, type PlannedLooks } from './looks/look-level.ts';
export { lookProblem } from './looks/look-problem.ts';
export { type SequentialBound, sequentialBounds } from './looks/sequential-bounds.ts';
export { type Spending, spentAlpha } from './looks/spending.ts';
export { markdown } from './markdown.ts';
export { inWords } from './monitoring/in-words.ts';
export type { LabelFreePerformance } from './monitoring/label-free-performance.ts';
export { type LatencyBar, latencyCheck } from './monitoring/latency-check.ts';
export { latencyPercentiles } from './monitoring/latency-percentiles.ts';
export { leadingComponents } from './monitoring/leading-components.ts';
export { type Monitoring, type MonitorOptions, monitor } from './monitoring/monitor.ts';
export {
  type CheckVerdict,
  type MonitoringCheck,
  monitoringCheck,
  monitoringVerdict,
} from './monitoring/monitoring-check.ts';
export type { WatchedSample } from './monitoring/watched-sample.ts';
export { parsePolicy } from './parse-policy.ts';
export { type Criterion, type Policy, policySchema } from './policy.ts';
export { type EvidenceTime, policyTiming } from './policy-timing.ts';
export { type AliasRegistry, championAlias, promote } from './promote.ts';
export type { JudgeOptions, RemadeEvidence } from './remade-evidence.ts';
export { sarif } from './sarif.ts';
export { verdictExitCode } from './verdict-exit-code.ts';
