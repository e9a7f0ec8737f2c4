import type { Experiment, RunDirectory } from '@raredx/experiment';
import type { ConsentAsked } from '../gate/consent/consenting-cohort.ts';
import type { Talk } from '../talk.ts';

export interface RunRequest {
  readonly experiment: string;
  readonly set: readonly string[];
  readonly out?: string;
  readonly key?: string;
  /** Consents, the use to which the data are put here, and the day up to which withdrawals count. */
  readonly consent?: string;
  readonly use?: string;
  readonly on?: string;
  /** Ledger of looks, where the policy counts them. */
  readonly ledger?: string;
  readonly device: 'auto' | 'cpu' | 'gpu';
  readonly json: boolean;
  readonly quiet: boolean;
}

/** What MLflow is told of an experiment, whatever it is over. */
export interface RecordedExperiment {
  readonly name: string;
  readonly question: string;
  readonly seed: number;
  readonly outcome: string;
  readonly predictors: readonly string[];
  readonly dataset: string;
  readonly cohorts: { readonly external: readonly string[] };
  readonly cross_validation: { readonly repeats: number; readonly folds: number };
  readonly models: readonly { readonly name: string }[];
  readonly primary: string;
  readonly validation: { readonly bootstrap: number };
}

/** What every step of a run is given. */
export interface RunContext {
  readonly experiment: Experiment;
  /** Folder of the experiment file: its relative paths start there. */
  readonly base: string;
  readonly run: RunDirectory;
  readonly talk: Talk;
  readonly device: RunRequest['device'];
  /** Whose patients alone are learned from and judged on; all where it is not given. */
  readonly consent?: ConsentAsked | null;
  /** Hash of the software and the settings, for step stamps. */
  readonly ground: string;
}

/** What the steps after learning are given: they do not care what was learned from. */
export type JudgedContext = Pick<RunContext, 'base' | 'run' | 'talk'> & {
  readonly experiment: { readonly policy?: string | undefined };
};

export type RecordedContext = Pick<RunContext, 'run' | 'talk'> & {
  readonly experiment: RecordedExperiment;
  readonly started: Date;
  /** As MLflow shows it: the decision's, or why there is none. */
  readonly verdict: string;
};
