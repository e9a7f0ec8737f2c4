/** What `raredx rank` is asked. */
export interface RankRequest {
  readonly cases: string;
  /** A run folder, or `mica-lr`, the baseline, which needs none. */
  readonly model?: string;
  readonly excludeOwnPublications: boolean;
  /** Leading candidates that are listed a case. */
  readonly depth: number;
  /** First cases for which evidence and next questions are written. */
  readonly explain: number;
  readonly seed: number;
  readonly bootstrap: number;
  readonly device: 'auto' | 'cpu' | 'gpu';
  readonly out: string;
  readonly json: boolean;
  readonly quiet: boolean;
}
