/** What `raredx train` is asked. */
export interface TrainRequest extends SampleColumns {
  /** Manifest, folder or experiment file. */
  readonly source: string;
  readonly external: readonly string[];
  readonly positive?: string;
  readonly encoder?: string;
  readonly size?: number;
  readonly upright?: boolean;
  readonly recipe: 'auto' | 'plain';
  readonly folds: number;
  readonly set: readonly string[];
  readonly seed: number;
  readonly device: 'auto' | 'cpu' | 'gpu';
  readonly out?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Which columns of a manifest are what, where they have not the usual names. */
export interface SampleColumns {
  readonly image?: string;
  readonly text?: string;
  readonly label?: string;
  readonly patient?: string;
  readonly oneImageAPatient?: boolean;
  readonly site?: string;
  readonly split?: string;
  readonly attr?: readonly string[];
}
