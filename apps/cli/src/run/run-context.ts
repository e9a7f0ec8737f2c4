import type { Experiment, RunDirectory } from '@raredx/experiment';
import type { Talk } from '../talk.ts';

export interface RunRequest {
  readonly experiment: string;
  readonly set: readonly string[];
  readonly out?: string;
  readonly key?: string;
  readonly device: 'auto' | 'cpu' | 'gpu';
  readonly json: boolean;
  readonly quiet: boolean;
}

/** What every step of a run is given. */
export interface RunContext {
  readonly experiment: Experiment;
  /** Folder of the experiment file: its relative paths start there. */
  readonly base: string;
  readonly run: RunDirectory;
  readonly talk: Talk;
  readonly device: RunRequest['device'];
  /** Hash of the software and the settings, for step stamps. */
  readonly ground: string;
}
