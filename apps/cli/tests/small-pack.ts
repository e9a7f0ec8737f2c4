import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSigningKey, privateKeyOf } from '@raredx/report';
import { createRandom } from '@raredx/stats';
import { decodeEvidenceJson } from '@raredx/tables';
import { vi } from 'vitest';
import { readFacts } from '../src/pack/facts.ts';
import { sealFolder } from '../src/pack/seal-folder.ts';
import { validateFile } from '../src/validate/validate-file.ts';

const policy = `name: Test
agreed: { by: [nobody], on: 2026-01-01 }
model: model
confidence: 0.95
multiplicity: { family: all, method: none, because: one question }
criteria:
  - id: ranking
    says: The model ranks.
    kind: absolute
    metric: auroc
    partition: external
    require: { at_least: 0.6 }
    minimum_patients: 50
    minimum_events: 20
    rationale: enough
`;

interface SmallPack {
  readonly out?: string;
  readonly patients?: number;
  /** Number of the first patient. */
  readonly first?: number;
  readonly bootstrap?: number;
  readonly thresholds?: string;
  /** Factor on the risks, to make another table of the same patients. */
  readonly factor?: number;
  readonly judged?: boolean;
  /** The policy's text, changed as a test needs. */
  readonly policy?: (text: string) => string;
}

/** Made-up predictions, validated and sealed in this process; returns the folder of the pack. */
export async function makeSmallPack(folder: string, options: SmallPack = {}): Promise<string> {
  const out = join(folder, options.out ?? 'out');
  const random = createRandom('small-pack');
  const lines = Array.from({ length: options.patients ?? 120 }, (_, i) => {
    const risk = random.uniform();
    const y = random.uniform() < risk ? 1 : 0;
    return `secret-${i + (options.first ?? 0)},${i % 2 ? 'A' : 'B'},${i % 3 ? 'f' : 'm'},${y},${risk * (options.factor ?? 1)}`;
  });
  const name = join(folder, `${options.out ?? 'out'}.csv`);
  writeFileSync(name, `patient_id,site,sex,y,p\n${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'release.yaml'), options.policy?.(policy) ?? policy);
  writeFileSync(join(folder, 'key.pem'), generateSigningKey());
  const printed = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  try {
    await validateFile({
      predictions: name,
      attr: ['sex'],
      thresholds: options.thresholds ?? '0.2',
      bootstrap: options.bootstrap ?? 50,
      confidence: 0.95,
      seed: 1,
      ...(options.judged === false ? {} : { policy: join(folder, 'release.yaml') }),
      title: 'Made up',
      key: join(folder, 'key.pem'),
      out,
      json: false,
      quiet: true,
    });
  } finally {
    printed.mockRestore();
  }
  return join(out, 'pack');
}

/** Seals a pack as it now stands, as somebody with another key would. */
export async function sealAgain(pack: string): Promise<void> {
  await sealFolder(pack, readFacts(pack), {
    key: privateKeyOf(generateSigningKey(), 'another'),
    evidence: decodeEvidenceJson(readFileSync(join(pack, 'evidence.json'), 'utf8'), 'evidence.json'),
  });
}
