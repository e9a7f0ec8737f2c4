export { type Agreement, agreement } from './agreement.ts';
export { attributeValues } from './attribute-values.ts';
export { attrition } from './attrition.ts';
export { binaryOutcome } from './binary-outcome.ts';
export type { CategoryColumn, Column, NumberColumn, Role, TypedTable, WordColumn } from './column.ts';
export { columnOf } from './column-of.ts';
export { dataQuality } from './data-quality.ts';
export { type DatasetCard, datasetCard } from './dataset-card.ts';
export type {
  DatasetDeclaration,
  DeclaredColumn,
  DerivedColumn,
  EligibilityRule,
} from './dataset-declaration.ts';
export { datasetSchema } from './dataset-schema.ts';
export { burnedInText, type TextBand } from './dicom/burned-in-text.ts';
export { type Deidentified, type DeidentifyOptions, deidentifyDicom } from './dicom/deidentify-dicom.ts';
export { DicomError, type DicomFault } from './dicom/dicom-error.ts';
export { type DicomFrame, dicomFrame, type FrameOptions } from './dicom/dicom-frame.ts';
export { type DicomImageOptions, decodeDicomBytes, dicomImage, dicomValues } from './dicom/dicom-image.ts';
export { type GreyWindow, throughWindow } from './dicom/grey-window.ts';
export type { PixelLayout } from './dicom/pixel-layout.ts';
export { type DicomFile, type DicomLimits, readDicom } from './dicom/read-dicom.ts';
export { type DraftColumn, draftColumn } from './draft-column.ts';
export { type DatasetDraft, draftDataset } from './draft-dataset.ts';
export { type DraftOutcome, draftOutcome } from './draft-outcome.ts';
export { eligibleCohort } from './eligible-cohort.ts';
export type { EncoderTerm } from './encoder-term.ts';
export { type Encoder, encoderOf, fitEncoder } from './fit-encoder.ts';
export { type FoldRows, foldRows } from './fold-rows.ts';
export { fromDanfo } from './from-danfo.ts';
export { type Augmentation, type AugmentationKey, augmentImage } from './images/augment-image.ts';
export { cropImage } from './images/crop-image.ts';
export { type DecodeLimits, decodeImage, decodeImageBytes } from './images/decode-image.ts';
export {
  type DecodedImage,
  type DecodedImages,
  type DecodeOptions,
  decodeImages,
} from './images/decode-images.ts';
export {
  detectShortcut,
  type ShortcutFinding,
  type ShortcutQuestion,
  type ShortcutReport,
  shortcutCheck,
} from './images/detect-shortcut.ts';
export { type DuplicateQuestion, duplicateImageChecks } from './images/duplicate-image-checks.ts';
export {
  type DuplicateOptions,
  type DuplicatePair,
  findDuplicateImages,
} from './images/find-duplicate-images.ts';
export { groupDuplicates } from './images/group-duplicates.ts';
export type { ArraySlot, CellBox, ImageCohort, ImageRow, LeftOut } from './images/image-cohort.ts';
export {
  type ImageDatasetDeclaration,
  imageDatasetSchema,
  type NoteDatasetDeclaration,
  noteDatasetSchema,
} from './images/image-dataset.ts';
export { ImageError, type ImageFault } from './images/image-error.ts';
export { type ImagePrint, imagePrint } from './images/image-print.ts';
export { type ImageInspection, type InspectOptions, inspectImages } from './images/inspect-images.ts';
export type { ColourJitter } from './images/jitter-colour.ts';
export { type LabStatistics, labOf, labStatistics } from './images/lab-statistics.ts';
export { type ArchiveOptions, loadImageArchive } from './images/load-image-archive.ts';
export { loadImageDataset, requirePulled } from './images/load-image-dataset.ts';
export { type FolderOptions, loadImageFolder } from './images/load-image-folder.ts';
export { loadImageManifest } from './images/load-image-manifest.ts';
export type { ManifestColumns, ManifestRole } from './images/manifest-columns.ts';
export type { ManifestOptions } from './images/manifest-options.ts';
export { grayWorld, reinhard, standardiseChannels } from './images/normalise-colour.ts';
export { pixelHash } from './images/pixel-hash.ts';
export { resizeImage } from './images/resize-image.ts';
export { type RgbImage, rgbImage } from './images/rgb-image.ts';
export { type TrivialFeatures, trivialFeatures } from './images/trivial-features.ts';
export { turnImage } from './images/turn-image.ts';
export { type CohortImputation, type ImputedCohorts, imputeCohort } from './impute-cohort.ts';
export { leakCertificate } from './leak-certificate.ts';
export type { LeakQuestion, UsedEncoder } from './leak-question.ts';
export { type Cohort, type LoadOptions, loadCohort } from './load-cohort.ts';
export { type Dataset, loadDataset } from './load-dataset.ts';
export { loadNewPatients } from './load-new-patients.ts';
export { type MissingnessRequest, missingness } from './missingness.ts';
export { identifierTraces, type Trace, type TraceKind } from './notes/identifier-traces.ts';
export { loadNoteDataset } from './notes/load-note-dataset.ts';
export { loadNotes, type NoteOptions } from './notes/load-notes.ts';
export type { Mention, NoteCohort, NoteRow } from './notes/note-cohort.ts';
export { partitionBySite, type SitePartition } from './partition-by-site.ts';
export { type CaseDatasetDeclaration, caseDatasetSchema } from './phenopackets/case-dataset.ts';
export { type CaseLeakQuestion, caseLeakCertificate, isCited } from './phenopackets/case-leak-certificate.ts';
export type { CaseBatch, CaseLeftOut, PhenotypeCase, TermLookup } from './phenopackets/phenotype-case.ts';
export { type ReadCasesOptions, readCases } from './phenopackets/read-cases.ts';
export { pullDataset } from './pull-dataset.ts';
export { rowsFingerprint } from './rows-fingerprint.ts';
export { type Split, type SplitRequest, splitByPatient, splitOf } from './split-by-patient.ts';
export { type SampleSplitRequest, splitSamples } from './split-samples.ts';
export { categoricalDifference, continuousDifference } from './standardised-difference.ts';
export { type TableOneRequest, tableOne } from './table-one.ts';
export { takeRows } from './take-rows.ts';
export { toDanfo } from './to-danfo.ts';
