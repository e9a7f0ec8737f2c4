import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  fulcioHandler,
  type HandlerFn,
  initializeCA,
  initializeCTLog,
  initializeTLog,
  rekorHandler,
} from '@sigstore/mock';

export interface SigstoreServices {
  readonly fulcio: string;
  readonly rekor: string;
  /** `trusted_root.json` of these services. */
  readonly trustedRoot: string;
  /** Requests answered so far. */
  readonly asked: () => number;
  readonly close: () => void;
}

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const base64 = (bytes: ArrayBufferView) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** What a Rekor writes down of an envelope that it is shown: hashes and signature, which the mock leaves out. */
function logged(proposed: object): object {
  const { kind, apiVersion, spec } = proposed as {
    kind: string;
    apiVersion: string;
    spec: { proposedContent: { envelope: string; verifiers: string[] } };
  };
  const { envelope, verifiers } = spec.proposedContent;
  const { payload, signatures } = JSON.parse(envelope);
  const hashOf = (bytes: string | Buffer) => ({
    algorithm: 'sha256',
    value: createHash('sha256').update(bytes).digest('hex'),
  });
  return {
    apiVersion,
    kind,
    spec: {
      envelopeHash: hashOf(envelope),
      payloadHash: hashOf(Buffer.from(payload, 'base64')),
      signatures: [{ signature: signatures[0].sig, verifier: verifiers[0] }],
    },
  };
}

/** Fulcio and Rekor of @sigstore/mock behind a real local address, with authorities made for this run. */
export async function sigstoreServices(): Promise<SigstoreServices> {
  const ctLog = await initializeCTLog(pair());
  const ca = await initializeCA(pair(), ctLog);
  const handlers: { path: string; fn: HandlerFn }[] = [fulcioHandler(ca)];
  let asked = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', async () => {
      asked++;
      const handler = handlers.find(({ path }) => request.url === path);
      const answer = handler ? await handler.fn(Buffer.concat(parts).toString()) : null;
      response.writeHead(answer?.statusCode ?? 404, { 'Content-Type': answer?.contentType ?? 'text/plain' });
      response.end(answer?.response ?? '');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tLog = await initializeTLog(url, pair());
  handlers.push(
    rekorHandler({
      publicKey: tLog.publicKey,
      log: (entry) => tLog.log(logged(entry)),
      logV2: (entry) => tLog.logV2(entry),
    }),
  );
  const validFor = { start: '2020-01-01T00:00:00Z' };
  const log = (publicKey: Buffer, logId: string) => ({
    baseUrl: url,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: publicKey.toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: logId },
  });
  const trustedRoot = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log(tLog.publicKey, createHash('sha256').update(tLog.publicKey).digest('base64'))],
    certificateAuthorities: [
      {
        subject: { organization: 'sigstore.mock', commonName: 'sigstore' },
        uri: url,
        certChain: { certificates: [{ rawBytes: base64(ca.rootCertificate) }] },
        validFor,
      },
    ],
    ctlogs: [log(ctLog.publicKey, base64(ctLog.logID))],
    timestampAuthorities: [],
  };
  return {
    fulcio: url,
    rekor: url,
    trustedRoot: `${JSON.stringify(trustedRoot, null, 2)}\n`,
    asked: () => asked,
    close: () => server.close(),
  };
}

/** A token as a CI job would be given; the mock reads it and does not check its signature. */
export function identityToken(subject: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: subject, iss: 'https://issuer.example', aud: 'sigstore' };
  return `${part({ alg: 'none' })}.${part(claims)}.${Buffer.from('x').toString('base64url')}`;
}
