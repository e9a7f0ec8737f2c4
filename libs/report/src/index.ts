export { cohortName } from './cohort-name.ts';
export { csvTables } from './csv/csv-tables.ts';
export { type Explanation, type Explanations, readExplanations } from './explanations/explanations.ts';
export { type FewShots, readFewShots } from './few-shots/few-shots.ts';
export { formatCount, formatEstimate, formatInterval, formatShare, formatValue } from './format-number.ts';
export { escapeHtml, visibleText } from './html.ts';
export { completeness, requireComplete } from './human/completeness.ts';
export { humanFields } from './human/human-fields.ts';
export { type HumanItems, readHumanItems, signedFields } from './human/human-items.ts';
export { humanTemplate } from './human/human-template.ts';
export { metricFacts } from './metric-facts.ts';
export type { MetricFacts } from './metric-reading.ts';
export type { MonitoringPage, PageSection, PageTable, SequenceChart } from './monitoring/monitoring-page.ts';
export { renderMonitoring } from './monitoring/render-monitoring.ts';
export { openPack } from './pack.ts';
export type { DatasetFacts, LabelNoise, PackInput, PackModel } from './pack-input.ts';
export { renderPdf } from './pdf/render-pdf.ts';
export { differenceRisks } from './profile/difference-risks.ts';
export { shareable } from './profile/shareable.ts';
export { renderHtml } from './render-html.ts';
export { renderMarkdownSummary } from './render-markdown-summary.ts';
export { renderPackJson } from './render-pack-json.ts';
export { renderChaiCard } from './requirements/chai-card.ts';
export { chosenMaps, requirementMaps } from './requirements/requirement-maps.ts';
export { renderRequirementsJson } from './requirements/requirements-json.ts';
export {
  billComponents,
  cycloneDx,
  lockedComponents,
  type SoftwareComponent,
} from './requirements/software-bill.ts';
export { checkSeal, type SealCheck } from './seal/check-seal.ts';
export { type OpenedEnvelope, openEnvelope, signEnvelope } from './seal/dsse-envelope.ts';
export { type Finding, findingLine } from './seal/finding.ts';
export {
  type Build,
  envelopeFile,
  isShareable,
  type Manifest,
  manifestFile,
  publicKeyFile,
  rowHashesFile,
  type ShareableManifest,
  sigstoreFile,
  trustedRootFile,
} from './seal/manifest.ts';
export { leafHash, merkleRoot } from './seal/merkle-tree.ts';
export { type JudgedTable, keyOrder, predictionLeaves, rowName } from './seal/prediction-leaves.ts';
export { changedRows } from './seal/row-hashes.ts';
export { type PackFiles, sealPack, sealShareable } from './seal/seal-pack.ts';
export {
  generateSigningKey,
  KeyError,
  keyId,
  privateKeyOf,
  publicKeyOf,
  publicKeyPem,
} from './seal/signing-key.ts';
export { readTrainings, type TrainingFit, type Trainings, type TransferTest } from './trainings/trainings.ts';
export { type Told, unpackStatements } from './viewer/statement-columns.ts';
export { unpackFrame } from './viewer/unpack-frame.ts';
export type { ViewerDocument, ViewerFrame } from './viewer/viewer-document.ts';
export type { ViewerInput } from './viewer/viewer-input.ts';
