import type {
  Decision,
  EvidenceFile,
  Flow,
  LeakCertificate,
  MissingnessDocument,
  QualityReport,
  TableOne,
} from '@raredx/tables';
import type { Explanations } from './explanations/explanations.ts';
import type { FewShots } from './few-shots/few-shots.ts';
import type { HumanItems } from './human/human-items.ts';
import type { SoftwareComponent } from './requirements/software-bill.ts';
import type { Trainings } from './trainings/trainings.ts';

type Scalar = string | number | boolean | null;

export interface PackModel {
  /** As in the evidence rows. */
  readonly name: string;
  readonly kind: string;
  readonly description: string;
  /** False: trained for comparison only. */
  readonly deployable: boolean;
  readonly settings: Readonly<Record<string, Scalar>>;
}

/** How well the outcome or a predictor is known: two readers of the same patients. */
export interface LabelNoise {
  readonly title: string;
  /** Cohen's kappa as the cohort step gave it. */
  readonly kappa:
    | { readonly value: number; readonly lower?: number | null; readonly upper?: number | null }
    | { readonly undefinedBecause: string };
  /** Counts, a row for each of `rowLabels`. */
  readonly table: readonly (readonly number[])[];
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  readonly note: string;
}

/** What is declared about the source of the data: facts of the data set's card, no patient. */
export interface DatasetFacts {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly licence: string | null;
  readonly citation: string | null;
  /** Dates of accrual, where the card gives them. */
  readonly period: string | null;
  readonly modality: 'table' | 'image' | 'text' | 'phenotypes';
  readonly columns: readonly {
    readonly name: string;
    readonly title: string;
    readonly type: string;
    readonly unit: string | null;
    readonly role: string | null;
  }[];
}

/** Everything a pack prints. Nothing is computed from it: what is missing here is said to be missing. */
export interface PackInput {
  readonly title: string;
  readonly question: string;
  readonly expectation?: string;
  readonly evidence: EvidenceFile;
  readonly decision: Decision | null;
  readonly flow: Flow | null;
  readonly tableOne: TableOne | null;
  readonly quality: QualityReport | null;
  readonly leak: LeakCertificate | null;
  readonly models: readonly PackModel[];
  /** Names of the two models to lead with. */
  readonly baseline: string | null;
  readonly primary: string | null;
  /** Decision thresholds that were declared beforehand. */
  readonly thresholds: readonly number[];
  /** Hashes, versions, seed, kind of runtime; no clock, no host. */
  readonly provenance: Readonly<Record<string, Scalar>>;
  /** What could not be checked, one sentence each. */
  readonly unchecked: readonly string[];
  readonly labelNoise: LabelNoise | null;
  readonly missingness?: MissingnessDocument | null;
  readonly dataset?: DatasetFacts | null;
  readonly explanations?: Explanations | null;
  /** Learning curves and controls of what was trained by epochs. */
  readonly trainings?: Trainings | null;
  /** Curves over the number of shots. */
  readonly fewShots?: FewShots | null;
  /** What people wrote and signed; null where nobody did. */
  readonly human?: HumanItems | null;
  readonly software?: readonly SoftwareComponent[] | null;
  /** Ids of requirement maps to print, in this order. */
  readonly requirements?: readonly string[];
  /** What the evidence is about where it is not risks. */
  readonly judged?: 'rankings';
  /** Profile shareable: what was left out, a phrase each. Absent in the full pack. */
  readonly withheld?: readonly string[];
}
