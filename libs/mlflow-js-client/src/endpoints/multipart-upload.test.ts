import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { MlflowClient } from '../client/mlflow-client.ts';
import { defaultRetryPolicy } from '../client/retry-policy.ts';
import { uploadMemory } from '../sync/upload-memory.ts';

const place = { artifactUri: 'mlflow-artifacts:/1/run/artifacts', runId: 'run' };
const content = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 37) % 256));
const open: { close(): Promise<void> }[] = [];

/** A server on a store that takes parts, as MLflow on S3 is one: the parts go to other addresses. */
async function storeWithParts(wrong: (part: number, seen: number) => number | undefined = () => undefined) {
  const uploads = new Map<string, Map<number, Buffer>>();
  const stored = new Map<string, Buffer>();
  const requests: string[] = [];
  const tries = new Map<string, number>();
  const foreign: (string | undefined)[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const url = new URL(incoming.url ?? '', 'http://x');
    requests.push(`${incoming.method} ${url.pathname}`);
    const answer = (value: unknown, status = 200, headers = {}) =>
      void outgoing.writeHead(status, headers).end(JSON.stringify(value));
    const mpu = /\/mpu\/(\w+)\/(.*)$/.exec(url.pathname);
    if (url.pathname.startsWith('/store/')) {
      const [, , id = '', part = ''] = url.pathname.split('/');
      const seen = (tries.get(part) ?? 0) + 1;
      tries.set(part, seen);
      foreign.push(incoming.headers.authorization);
      const status = uploads.has(id) ? wrong(Number(part), seen) : 403;
      if (status) return answer({}, status);
      uploads.get(id)?.set(Number(part), body);
      const etag = createHash('md5').update(body).digest('hex');
      return answer({}, 200, { etag });
    }
    if (!mpu) {
      const files = [...stored].map(([path, { length }]) => ({ path: path.slice(16), file_size: length }));
      return answer({ files });
    }
    const json = JSON.parse(body.toString());
    const path = `${mpu[2]}/${json.path}`;
    if (mpu[1] === 'create') {
      const id = String(uploads.size + 1);
      uploads.set(id, new Map());
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/store/${id}`;
      const credentials = Array.from({ length: json.num_parts }, (_, index) => ({
        part_number: index + 1,
        url: `${base}/${index + 1}`,
      }));
      return answer({ upload_id: id, credentials });
    }
    const parts = uploads.get(json.upload_id);
    const whole = json.parts?.map((one: { part_number: number }) => parts?.get(one.part_number));
    if (mpu[1] === 'complete') stored.set(path, Buffer.concat(whole));
    answer({});
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const client = new MlflowClient({
    trackingUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { kind: 'bearer', token: 'secret' },
    retry: { ...defaultRetryPolicy, limit: 2 },
    sleep: async () => {},
  });
  const close = async (): Promise<void> => {
    await client.close();
    await new Promise((done) => server.close(done));
  };
  open.push({ close });
  return { client, stored, requests, foreign, uploads };
}

function aFile() {
  const folder = mkdtempSync(join(tmpdir(), 'parts-'));
  const file = join(folder, 'model.bin');
  writeFileSync(file, content);
  return { folder, file };
}

const partBytes = 700;
const partsSent = (requests: readonly string[]) => requests.filter((line) => line.includes('/store/')).length;

describe('an upload in parts', () => {
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  test('arrives whole, and tells the store nothing of our credentials', async () => {
    const { client, stored, requests, foreign } = await storeWithParts();
    const { file } = aFile();
    await client.artifacts.uploadFile(place, file, 'model/ü x.bin', { partBytes });
    expect([...stored.keys()]).toEqual(['1/run/artifacts/model/ü x.bin']);
    expect([...stored.values()][0]?.equals(content)).toBe(true);
    expect(partsSent(requests)).toBe(8);
    expect(new Set(foreign)).toEqual(new Set([undefined]));
  });

  test('goes on where another process ended, and sends a failed part again', async () => {
    const { client, stored, requests } = await storeWithParts((part, seen) =>
      part === 4 && seen <= 3 ? 500 : part === 6 && seen === 1 ? 503 : undefined,
    );
    const { folder, file } = aFile();
    const memory = () => uploadMemory(folder, 'server run model.bin');
    const upload = () =>
      client.artifacts.uploadFile(place, file, 'model.bin', { partBytes, memory: memory() });
    await expect(upload()).rejects.toMatchObject({ exitCode: 7 });
    expect(
      memory()
        .load()
        ?.parts.map(({ etag }) => etag !== undefined),
    ).toEqual([...Array(3).fill(true), ...Array(5).fill(false)]);
    requests.length = 0;
    await upload();
    expect(partsSent(requests)).toBe(6);
    expect(stored.get('1/run/artifacts/model.bin')?.equals(content)).toBe(true);
    expect(memory().load()).toBeUndefined();
  });

  test('begins again when the store has forgotten it', async () => {
    const { client, stored, uploads } = await storeWithParts((part, seen) =>
      part === 4 && seen <= 3 ? 500 : undefined,
    );
    const { folder, file } = aFile();
    const memory = uploadMemory(folder, 'x');
    const upload = () => client.artifacts.uploadFile(place, file, 'model.bin', { partBytes, memory });
    await expect(upload()).rejects.toThrow();
    uploads.delete('1');
    uploads.set('another', new Map());
    await upload();
    expect(stored.get('1/run/artifacts/model.bin')?.equals(content)).toBe(true);
    expect(readFileSync(file).equals(content)).toBe(true);
  });
});
