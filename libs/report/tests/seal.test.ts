import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { sha256 } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { checkSeal, findingLine, KeyError, keyId, privateKeyOf, publicKeyOf } from '../src/index.ts';
import { publicKeyPem } from '../src/seal/signing-key.ts';
import { decision, key, sealedPack } from './seal-fixture.ts';

const signer = key();
const pack = sealedPack(signer);
const text = (files: ReadonlyMap<string, Uint8Array>, name: string) =>
  Buffer.from(files.get(name) as Uint8Array).toString();
const linesOf = (files: ReadonlyMap<string, Uint8Array>, expected?: Parameters<typeof checkSeal>[1]) =>
  checkSeal(files, expected).findings.map(findingLine);
const edited = (name: string, bytes: Uint8Array) => new Map(pack).set(name, bytes);
const statementOf = (files: ReadonlyMap<string, Uint8Array>) =>
  JSON.parse(Buffer.from(JSON.parse(text(files, 'seal.dsse.json')).payload, 'base64').toString());

describe('a sealed pack', () => {
  it('is accepted as it is, and sealed again has the same bytes', () => {
    expect(linesOf(pack)).toEqual([]);
    expect(checkSeal(pack).keyId).toBe(keyId(signer));
    expect(sealedPack(signer)).toEqual(pack);
  });

  it('is signed as DSSE says: by Ed25519 over type and payload with their lengths', () => {
    const { payload, payloadType, signatures } = JSON.parse(text(pack, 'seal.dsse.json'));
    const body = Buffer.from(payload, 'base64');
    const encoded = Buffer.concat([
      Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${body.length} `),
      body,
    ]);
    const publicKey = createPublicKey(text(pack, 'public-key.pem'));
    expect(payloadType).toBe('application/vnd.in-toto+json');
    expect(verify(null, encoded, publicKey, Buffer.from(signatures[0].sig, 'base64'))).toBe(true);
  });

  it('states the decision as an in-toto test result, the undecided among the failed', () => {
    const statement = statementOf(pack);
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
      predicate: {
        result: 'FAILED',
        verdict: 'insufficient_evidence',
        passedTests: ['criterion-0'],
        warnedTests: [],
        failedTests: ['criterion-1'],
      },
    });
    expect(statement.subject[0]).toEqual({
      name: 'manifest.json',
      digest: { sha256: sha256(text(pack, 'manifest.json')) },
    });
    expect(statement.predicate.criteria[1]).toMatchObject({ lower: 0.6, upper: 0.8, bound: 0.55 });
    expect(
      statementOf(sealedPack(signer, { judged: { ...decision, verdict: 'pass' } })).predicate.result,
    ).toBe('PASSED');
  });

  it('claims no test result where nothing was judged', () => {
    const unjudged = sealedPack(signer, { judged: null });
    expect(linesOf(unjudged)).toEqual([]);
    expect(statementOf(unjudged).predicateType).toBe('urn:raredx:evidence:v1');
    expect(statementOf(unjudged).predicate).not.toHaveProperty('result');
  });
});

describe('what is not as sealed is named', () => {
  it('a changed, a missing and an added file', () => {
    const page = Buffer.from(text(pack, 'index.html').replace('0.702', '0.792'));
    expect(linesOf(edited('index.html', page))).toEqual([
      'index.html: changed (its sha256 is not the sealed one)',
    ]);
    const fewer = new Map(pack);
    fewer.delete('evidence.json');
    expect(linesOf(fewer)).toEqual(['evidence.json: missing']);
    expect(linesOf(edited('notes.txt', Buffer.from('x')))).toEqual(['notes.txt: added: not in the manifest']);
  });

  it('a seal from another pack, a seal by another key, no seal', () => {
    const other = sealedPack(signer, { title: 'B' });
    const moved = edited('seal.dsse.json', other.get('seal.dsse.json') as Uint8Array);
    expect(linesOf(moved)).toEqual([
      'manifest.json: not the manifest that was signed (changed since, or the signature comes from another pack)',
    ]);
    const resealed = sealedPack(key(), { title: 'B' });
    expect(linesOf(resealed)).toEqual([]);
    const lines = linesOf(resealed, publicKeyOf(publicKeyPem(signer), 'sealer.pem'));
    expect(lines[0]).toMatch(/^public-key.pem: sealed by another key/);
    expect(lines[1]).toMatch(/^seal.dsse.json: signed by another key/);
    expect(linesOf(pack, publicKeyOf(publicKeyPem(signer), 'sealer.pem'))).toEqual([]);
    const bare = new Map([...pack].filter(([name]) => !/manifest|seal|key/.test(name)));
    expect(linesOf(bare)[0]).toBe('manifest.json: missing: the pack is not sealed, or no longer');
  });

  it('a statement that says more than the decision, though signed', () => {
    const better = { ...decision, verdict: 'pass' as const };
    const claimed = sealedPack(signer, { judged: better });
    const plain = Buffer.from(JSON.stringify(decision));
    expect(linesOf(new Map(claimed).set('decision.json', plain))).toContain(
      'seal.dsse.json: the signed statement says something else than manifest.json and decision.json',
    );
  });

  it('a manifest that leads out of the pack is none', () => {
    const manifest = text(pack, 'manifest.json').replace('"path":"index.html"', '"path":"../dex.html"');
    expect(linesOf(edited('manifest.json', Buffer.from(manifest)))).toContain(
      'manifest.json: not a manifest as raredx writes it',
    );
  });
});

describe('every byte counts', () => {
  const names = ['manifest.json', 'seal.dsse.json', 'public-key.pem'];

  it.each(names)('%s cut at every byte is refused', (name) => {
    const whole = pack.get(name) as Uint8Array;
    for (let size = 0; size < whole.length; size++) {
      expect(linesOf(edited(name, whole.subarray(0, size))), `${size} bytes`).not.toEqual([]);
    }
  });

  it.each(names)('%s with one bit flipped in any byte is refused', (name) => {
    const whole = pack.get(name) as Uint8Array;
    for (let at = 0; at < whole.length; at++) {
      const bytes = Uint8Array.from(whole);
      bytes[at] = (bytes[at] as number) ^ (1 << (at % 8));
      expect(linesOf(edited(name, bytes)), `byte ${at}`).not.toEqual([]);
    }
  });

  it('none of 60 seeded edits of a byte, in any file, goes unseen', () => {
    let state = 20261124;
    const next = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const files = [...pack.keys()];
    for (let edit = 0; edit < 60; edit++) {
      const name = files[next(files.length)] as string;
      const bytes = Uint8Array.from(pack.get(name) as Uint8Array);
      const at = next(bytes.length);
      bytes[at] = (bytes[at] as number) ^ (1 + next(255));
      expect(linesOf(edited(name, bytes)), `${name} byte ${at}`).not.toEqual([]);
    }
  });
});

describe('keys', () => {
  it.each([
    ['nonsense', () => privateKeyOf('nonsense', 'key.pem'), 'key.pem: not a readable key'],
    [
      'another kind',
      () =>
        privateKeyOf(
          generateKeyPairSync('ec', { namedCurve: 'P-256' })
            .privateKey.export({ type: 'pkcs8', format: 'pem' })
            .toString(),
          'key.pem',
        ),
      'key.pem: not an Ed25519 key (ec)',
    ],
    [
      'a private key as public',
      () => publicKeyOf(signer.export({ type: 'pkcs8', format: 'pem' }).toString(), 'key.pem'),
      'key.pem: a private key where the public one is asked for',
    ],
  ])('%s is refused', (_, read, message) => {
    expect(read).toThrow(KeyError);
    expect(read).toThrow(message);
  });
});
