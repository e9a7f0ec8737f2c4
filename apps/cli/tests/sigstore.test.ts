import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingLine } from '@raredx/report';
import { createRandom } from '@raredx/stats';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { reportFolder } from '../src/pack/report-folder.ts';
import { examinePack } from '../src/verify/examine-pack.ts';
import type { SigstoreTerms } from '../src/verify/examine-sigstore.ts';
import { raredx } from './raredx.ts';
import { identityToken, type SigstoreServices, sigstoreServices } from './sigstore-services.ts';
import { makeSmallPack } from './small-pack.ts';

let folder: string;
let out: string;
let signed: string;
let pack: string;
let root: string;
let services: SigstoreServices;
const bundle = 'seal.sigstore.json';

const sign = async (more: object = {}) => {
  const printed = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const { fulcio, rekor } = services;
  const request = { dir: out, key: join(folder, 'key.pem'), sigstore: true, json: false, quiet: true };
  await reportFolder({ ...request, fulcio, rekor, ...more }).finally(() => printed.mockRestore());
};
const examine = (sigstore: SigstoreTerms = {}) =>
  examinePack(pack, { sigstore, quick: true, tolerance: 0, onProgress: () => {} });
const lines = async (terms?: SigstoreTerms) => (await examine(terms)).findings.map(findingLine);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-sigstore-'));
  services = await sigstoreServices();
  root = join(folder, 'trusted_root.json');
  writeFileSync(root, services.trustedRoot);
  pack = await makeSmallPack(folder);
  out = join(folder, 'out');
  vi.stubEnv('SIGSTORE_ID_TOKEN', identityToken('sealer@hospital.example'));
  await sign({ trustedRoot: root });
  signed = join(folder, 'signed');
  cpSync(pack, signed, { recursive: true });
});
beforeEach(() => {
  vi.stubEnv('SIGSTORE_ID_TOKEN', identityToken('sealer@hospital.example'));
  rmSync(pack, { recursive: true, force: true });
  cpSync(signed, pack, { recursive: true });
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => {
  services.close();
  rmSync(folder, { recursive: true });
});

describe('a pack signed keyless', () => {
  it('has a bundle over the statement of its seal, and verifies offline by the root it carries', async () => {
    const { payload } = JSON.parse(readFileSync(join(pack, 'seal.dsse.json'), 'utf8'));
    const { dsseEnvelope, verificationMaterial } = JSON.parse(readFileSync(join(pack, bundle), 'utf8'));
    expect(dsseEnvelope.payload).toBe(payload);
    expect(verificationMaterial.tlogEntries).toHaveLength(1);
    const before = services.asked();
    const { findings, signer, skipped } = await examine();
    expect(findings).toEqual([]);
    expect(signer).toBe('sealer@hospital.example (by https://issuer.example)');
    expect(skipped.join()).toContain('the signer’s word');
    expect(services.asked()).toBe(before);
  });

  it('is held to the root and the identity that the reader brings', async () => {
    const trustedRoot = services.trustedRoot;
    const identity = 'sealer@hospital.example';
    expect(await lines({ trustedRoot, identity, issuer: 'https://issuer.example' })).toEqual([]);
    expect((await lines({ trustedRoot, identity: 'somebody@else.example' })).join()).toContain(bundle);
    expect((await lines({ trustedRoot, issuer: 'https://other.example' })).join()).toContain(bundle);
    const other = await sigstoreServices();
    other.close();
    expect((await lines({ trustedRoot: other.trustedRoot })).join()).toMatch(/does not verify/);
    expect((await lines({ trustedRoot: '{' })).join()).toContain('the trusted root is not readable');
  });

  it('as a command: says who signed; an identity asked for and not there is a finding', () => {
    const ok = raredx([
      'verify',
      pack,
      '--quick',
      '--trusted-root',
      root,
      '--identity',
      'sealer@hospital.example',
    ]);
    expect(ok.stderr).toContain('signed as sealer@hospital.example');
    expect(ok.status).toBe(0);
    for (const name of [bundle, 'sigstore-trusted-root.json']) rmSync(join(pack, name));
    expect(raredx(['verify', pack, '--quick']).status).toBe(0);
    const asked = raredx(['verify', pack, '--quick', '--identity', 'sealer@hospital.example']);
    expect(asked.stdout).toBe('seal.sigstore.json: missing: an identity was asked for\n');
    expect(asked.status).toBe(3);
  }, 60_000);

  it('without a root the bundle is said not to be checked; a root alone is an added file', async () => {
    rmSync(join(pack, 'sigstore-trusted-root.json'));
    const { findings, skipped, signer } = await examine();
    expect([findings, signer]).toEqual([[], null]);
    expect(skipped.join()).toContain('not checked, for want of a trusted root');
    cpSync(join(signed, 'sigstore-trusted-root.json'), join(pack, 'sigstore-trusted-root.json'));
    rmSync(join(pack, bundle));
    expect(await lines()).toHaveLength(1);
  });

  it('a bundle from another pack, and 80 seeded edits of a byte, are found', async () => {
    const random = createRandom('sigstore edits');
    const whole = readFileSync(join(signed, bundle));
    for (let turn = 0; turn < 80; turn++) {
      const bytes = Uint8Array.from(whole);
      const at = Math.floor(random.uniform() * bytes.length);
      bytes[at] = (bytes[at] as number) ^ (1 + Math.floor(random.uniform() * 255));
      writeFileSync(join(pack, bundle), bytes);
      expect(await lines(), `byte ${at}`).not.toEqual([]);
    }
    const { dsseEnvelope, ...rest } = JSON.parse(whole.toString());
    const payload = Buffer.from('{"_type":"x"}').toString('base64');
    writeFileSync(
      join(pack, bundle),
      JSON.stringify({ ...rest, dsseEnvelope: { ...dsseEnvelope, payload } }),
    );
    expect(await lines()).toEqual([`${bundle}: signs another statement than the seal of the pack`]);
  });

  it('written again unchanged it keeps its bundle; changed, it loses it', async () => {
    await sign({ sigstore: false });
    expect(existsSync(join(pack, bundle))).toBe(true);
    await sign({ sigstore: false, requirements: 'none' });
    expect(existsSync(join(pack, bundle))).toBe(false);
    await sign({ sigstore: false, requirements: 'tripod-ai' });
  });
});

describe('what is not to be had', () => {
  it('no token: one line, exit 7, and nothing was written', () => {
    const before = readFileSync(join(pack, 'manifest.json'), 'utf8');
    const env = { SIGSTORE_ID_TOKEN: '', ACTIONS_ID_TOKEN_REQUEST_URL: '' };
    const { status, stderr, stdout } = raredx(
      ['report', out, '--sigstore', '--quiet', '--requirements', 'none'],
      { env: { ...process.env, ...env } },
    );
    expect(stderr).toMatch(
      /^sigstore: keyless signing needs an identity token, and the environment has none\n/,
    );
    expect([status, stdout]).toEqual([7, '']);
    expect(readFileSync(join(pack, 'manifest.json'), 'utf8')).toBe(before);
  });

  it('no service: exit 7, the token unsaid, the Ed25519 seal whole and no bundle', async () => {
    const nowhere = 'http://127.0.0.1:9';
    rmSync(join(pack, bundle));
    const failed = sign({ fulcio: nowhere, rekor: nowhere });
    await expect(failed).rejects.toMatchObject({ exitCode: 7 });
    await expect(failed).rejects.toThrow(/^sigstore: no signature was got \((?!.*eyJ)/);
    expect(existsSync(join(pack, bundle))).toBe(false);
    rmSync(join(pack, 'sigstore-trusted-root.json'), { force: true });
    expect(await lines()).toEqual([]);
  }, 60_000);

  it('services that the trusted root does not know: exit 7 and no bundle', async () => {
    const other = await sigstoreServices();
    other.close();
    writeFileSync(join(folder, 'other.json'), other.trustedRoot);
    rmSync(join(pack, bundle));
    await expect(sign({ trustedRoot: join(folder, 'other.json') })).rejects.toMatchObject({ exitCode: 7 });
    expect(existsSync(join(pack, bundle))).toBe(false);
    await expect(sign({ trustedRoot: join(folder, 'none.json') })).rejects.toMatchObject({ exitCode: 2 });
  });
});
