/** What `raredx explain` is asked. */
export interface ExplainRequest {
  readonly run: string;
  readonly model?: string;
  readonly images: number;
  readonly experiment?: string;
  readonly oneImageAPatient: boolean;
  readonly device: 'auto' | 'cpu' | 'gpu';
  readonly json: boolean;
  readonly quiet: boolean;
}
