/** Types of MLflow's column schema. */
export type ColumnType =
  | 'boolean'
  | 'integer'
  | 'long'
  | 'float'
  | 'double'
  | 'string'
  | 'binary'
  | 'datetime';

export interface ModelColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** true unless said */
  readonly required?: boolean;
}

/** JSON values a flavor may say about itself. */
export type FlavorValue =
  | string
  | number
  | boolean
  | null
  | readonly FlavorValue[]
  | { readonly [key: string]: FlavorValue };

export interface ModelDescription {
  /** of the model's folder below the run's artifacts */
  readonly path: string;
  readonly flavors: Readonly<Record<string, { readonly [key: string]: FlavorValue }>>;
  /** columns of the signature; without inputs there is none */
  readonly inputs?: readonly ModelColumn[];
  readonly outputs?: readonly ModelColumn[];
  readonly runId?: string;
  /** names the model among all others: 32 hexadecimal digits */
  readonly uuid?: string;
  readonly bytes?: number;
  readonly metadata?: { readonly [key: string]: FlavorValue };
  /** milliseconds since 1970 */
  readonly createdAt: number;
}

/**
 * The text of an `MLmodel` file, which makes a folder a model to MLflow: its pages show the signature, and Python's
 * `mlflow.models.get_model_info` reads it. YAML, each value written as JSON.
 *
 * @example mlModel({ path: 'model', flavors: { own: {} }, createdAt: 0 }).split('\n')[0]
 * // => 'artifact_path: "model"'
 */
export function mlModel(model: ModelDescription): string {
  const { path, flavors, inputs, outputs, runId, uuid, bytes, metadata, createdAt } = model;
  const schema = (columns: readonly ModelColumn[]): string =>
    JSON.stringify(columns.map(({ name, type, required = true }) => ({ type, name, required })));
  const signature = inputs && {
    inputs: schema(inputs),
    outputs: outputs ? schema(outputs) : null,
    params: null,
  };
  const fields = {
    artifact_path: path,
    flavors,
    metadata,
    model_size_bytes: bytes,
    model_uuid: uuid,
    run_id: runId,
    signature,
    utc_time_created: pythonTime(createdAt),
  };
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}

/** As Python writes a time of UTC. */
const pythonTime = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '000');
