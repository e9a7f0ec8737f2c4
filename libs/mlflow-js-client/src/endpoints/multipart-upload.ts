import { createReadStream } from 'node:fs';
import type { Transport } from '../client/transport.ts';
import { MlflowError } from '../errors/mlflow-error.ts';

interface Part {
  readonly part_number: number;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** what the store answered; empty until the part is there */
  readonly etag?: string;
}

/** An upload in parts as far as it got: enough for another process to go on with it. */
export interface MultipartState {
  readonly uploadId: string;
  readonly bytes: number;
  readonly partBytes: number;
  readonly parts: readonly Part[];
}

/** Where the state of an upload outlives the process. */
export interface UploadMemory {
  load(): MultipartState | undefined;
  save(state: MultipartState): void;
  clear(): void;
}

export interface LargeFile {
  readonly localPath: string;
  readonly bytes: number;
  readonly partBytes: number;
  /** `/api/2.0/mlflow-artifacts/artifacts/…` of the file */
  readonly target: string;
  readonly memory?: UploadMemory | undefined;
}

/** Only servers on a store that takes parts have this; others answer `NOT_IMPLEMENTED`. */
const unsupported = (error: unknown): boolean =>
  error instanceof MlflowError && (error.httpStatus === 501 || error.httpStatus === 404);

/** The store forgot the upload, or its addresses expired: it has to begin again. */
const forgotten = (error: unknown): boolean =>
  error instanceof MlflowError && !error.retryable && error.httpStatus >= 400 && error.httpStatus < 500;

/**
 * Uploads a large file in parts straight to the store behind the server. Parts that arrived are not sent again, also
 * not by a later process that is given the same memory.
 *
 * @returns false where the server's store does not take parts
 */
export async function uploadInParts(transport: Transport, file: LargeFile): Promise<boolean> {
  const kept = file.memory?.load();
  const resumed = kept?.bytes === file.bytes ? kept : undefined;
  const begun = resumed ?? (await begin(transport, file));
  if (begun === undefined) return false;
  try {
    await sendParts(transport, file, begun);
  } catch (error) {
    if (!forgotten(error)) throw error;
    file.memory?.clear();
    if (resumed === undefined) {
      await control(transport, file, 'abort', { upload_id: begun.uploadId }).catch(() => {});
      throw error;
    }
    return uploadInParts(transport, {
      ...file,
      memory: { ...noMemory, ...file.memory, load: () => undefined },
    });
  }
  file.memory?.clear();
  return true;
}

const noMemory: UploadMemory = { load: () => undefined, save: () => {}, clear: () => {} };

async function begin(transport: Transport, file: LargeFile): Promise<MultipartState | undefined> {
  const count = Math.ceil(file.bytes / file.partBytes);
  try {
    const reply = await control<{ upload_id?: string; credentials: Part[] }>(transport, file, 'create', {
      num_parts: count,
    });
    const parts = reply.credentials.toSorted((a, b) => a.part_number - b.part_number);
    const { bytes, partBytes } = file;
    return { uploadId: reply.upload_id ?? '', bytes, partBytes, parts };
  } catch (error) {
    if (unsupported(error)) return undefined;
    throw error;
  }
}

async function sendParts(transport: Transport, file: LargeFile, begun: MultipartState): Promise<void> {
  let state = begun;
  file.memory?.save(state);
  for (const [index, part] of begun.parts.entries()) {
    if (part.etag !== undefined) continue;
    const start = index * state.partBytes;
    const end = Math.min(start + state.partBytes, file.bytes) - 1;
    const etag = await transport.putElsewhere({
      url: part.url,
      headers: part.headers ?? {},
      what: `artifact part ${part.part_number}`,
      file: { open: () => createReadStream(file.localPath, { start, end }), bytes: end - start + 1 },
    });
    state = { ...state, parts: state.parts.map((one) => (one === part ? { ...part, etag } : one)) };
    file.memory?.save(state);
  }
  const parts = state.parts.map(({ part_number, etag, url }) => ({ part_number, etag, url }));
  await control(transport, file, 'complete', { upload_id: state.uploadId, parts });
}

/** `mlflow-artifacts/mpu/*` take the folder in the address and the name in the body. */
function control<T>(
  transport: Transport,
  { target }: LargeFile,
  verb: 'create' | 'complete' | 'abort',
  json: object,
): Promise<T> {
  const folder = target.slice(0, target.lastIndexOf('/'));
  const path = decodeURIComponent(target.slice(folder.length + 1));
  return transport.json<T>({
    method: 'POST',
    path: folder.replace('/artifacts/', `/mpu/${verb}/`),
    what: `artifact upload ${verb}`,
    json: { path, ...json },
    idempotent: verb !== 'create',
  });
}
