import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Transport } from '../client/transport.ts';
import { RemoteError } from '../errors/remote-error.ts';
import { proxyPath } from './artifact-path.ts';
import { type UploadMemory, uploadInParts } from './multipart-upload.ts';

export interface ArtifactFile {
  /** relative to the run's artifacts */
  readonly path: string;
  readonly isFolder: boolean;
  readonly bytes: number | undefined;
}

/** Where a run or a logged model keeps its artifacts: either of them can be given as it is. */
export type ArtifactPlace = { readonly artifactUri: string } & (
  | { readonly runId: string }
  | { readonly modelId: string }
);

interface WireFile {
  path: string;
  is_dir?: boolean;
  file_size?: number | string;
}

export interface UploadOptions {
  readonly memory?: UploadMemory | undefined;
  /** size of a part; files of more than four go in parts; 16 MiB by default */
  readonly partBytes?: number;
}

const defaultPartBytes = 16 * 2 ** 20;
const fewestParts = 4;
/** S3 takes 10,000 */
const mostParts = 9000;

export type Artifacts = ReturnType<typeof artifactsOf>;

/** Files of a run, through the server's artifact proxy (`mlflow-artifacts`), streamed. */
export function artifactsOf(transport: Transport) {
  let takesParts = true;

  /**
   * Uploads a file to `path`, its full name below the run's artifacts, and checks that all of it arrived. A large one
   * goes in parts where the server's store takes them; with a `memory` a later process goes on with it.
   */
  async function uploadFile(
    place: ArtifactPlace,
    localPath: string,
    path: string,
    { memory, partBytes = defaultPartBytes }: UploadOptions = {},
  ): Promise<void> {
    const { size } = await stat(localPath);
    const target = proxyPath(place.artifactUri, path);
    const large = {
      localPath,
      bytes: size,
      target,
      memory,
      partBytes: Math.max(partBytes, size / mostParts),
    };
    if (size > large.partBytes * fewestParts && takesParts) {
      takesParts = await uploadInParts(transport, { ...large, partBytes: Math.ceil(large.partBytes) });
      if (takesParts) return arrived(place, path, size);
    }
    await put(place, path, { open: () => createReadStream(localPath), bytes: size });
  }

  async function arrived(place: ArtifactPlace, path: string, bytes: number): Promise<void> {
    const error = await shortfall(place, path, bytes);
    if (error) throw error;
  }

  async function shortfall(
    place: ArtifactPlace,
    path: string,
    bytes: number,
  ): Promise<RemoteError | undefined> {
    const folder = path.includes('/') ? dirname(path) : undefined;
    const stored = (await list(place, folder)).find((entry) => entry.path === path);
    if (stored?.bytes === bytes) return undefined;
    const words = `${stored?.bytes ?? 'no'} of ${bytes} bytes arrived`;
    const facts = { problem: 'unreadable', retryable: true, ambiguous: true } as const;
    return new RemoteError(`artifact ${path}`, words, facts);
  }

  async function uploadBytes(place: ArtifactPlace, bytes: Uint8Array, path: string): Promise<void> {
    await put(place, path, { open: () => Readable.from([Buffer.from(bytes)]), bytes: bytes.byteLength });
  }

  async function put(place: ArtifactPlace, path: string, file: { open: () => Readable; bytes: number }) {
    const what = `artifact ${path}`;
    const target = proxyPath(place.artifactUri, path);
    for (let attempt = 0; ; attempt++) {
      await transport.json({ method: 'PUT', path: target, what, file, idempotent: true });
      const error = await shortfall(place, path, file.bytes);
      if (error === undefined) return;
      if (attempt >= transport.policy.limit) throw error;
      await transport.pause(error, attempt);
    }
  }

  async function list(place: ArtifactPlace, folder?: string): Promise<readonly ArtifactFile[]> {
    const files: ArtifactFile[] = [];
    let token: string | undefined;
    do {
      const reply = await transport.json<{ files?: WireFile[]; next_page_token?: string }>({
        method: 'GET',
        what: 'artifacts/list',
        idempotent: true,
        ...listing(place, folder, token),
      });
      files.push(...(reply.files ?? []).map(fileFromWire));
      token = reply.next_page_token || undefined;
    } while (token !== undefined);
    return files;
  }

  function read(place: ArtifactPlace, path: string): Promise<Readable> {
    const what = `artifact ${path}`;
    return transport.stream({
      method: 'GET',
      path: proxyPath(place.artifactUri, path),
      what,
      idempotent: true,
    });
  }

  /** Downloads to `localPath`, which appears only when it is whole. */
  async function download(place: ArtifactPlace, path: string, localPath: string): Promise<void> {
    await mkdir(dirname(localPath), { recursive: true });
    const partial = `${localPath}.partial`;
    try {
      await pipeline(await read(place, path), createWriteStream(partial));
      await rename(partial, localPath);
    } finally {
      await rm(partial, { force: true });
    }
  }

  /** Deletes a file, or a folder with all in it. */
  async function remove(place: ArtifactPlace, path: string): Promise<void> {
    const call = { method: 'DELETE', what: `artifact ${path}`, idempotent: true } as const;
    await transport.json({ ...call, path: proxyPath(place.artifactUri, path) });
  }

  return Object.freeze({ uploadFile, uploadBytes, list, read, download, delete: remove });
}

function listing(place: ArtifactPlace, folder: string | undefined, token: string | undefined) {
  if ('runId' in place) {
    const query = { run_id: place.runId, path: folder, page_token: token };
    return { path: '/api/2.0/mlflow/artifacts/list', query };
  }
  const path = `/api/2.0/mlflow/logged-models/${encodeURIComponent(place.modelId)}/artifacts/directories`;
  return { path, query: { artifact_directory_path: folder, page_token: token } };
}

const fileFromWire = (wire: WireFile): ArtifactFile => ({
  path: wire.path,
  isFolder: wire.is_dir === true,
  bytes: wire.file_size === undefined ? undefined : Number(wire.file_size),
});
