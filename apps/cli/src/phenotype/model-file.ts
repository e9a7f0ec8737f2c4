import { readSafetensors, type SafeTensor, writeSafetensors } from '@raredx/runtime';
import { ContractError, canonicalJson } from '@raredx/tables';
import type { PhenotypeModel } from '@raredx/training';

const format = 'phenotype-model/1';

const int = (data: Int32Array): SafeTensor => ({
  dtype: 'I32',
  shape: [data.length],
  data: data as Int32Array<ArrayBuffer>,
});
const float = (data: Float32Array, width?: number): SafeTensor => ({
  dtype: 'F32',
  shape: width === undefined ? [data.length] : [data.length / width, width],
  data: data as Float32Array<ArrayBuffer>,
});

/** A trained phenotype model as safetensors; its settings, candidates and the knowledge it stands on are in the metadata. */
export function encodePhenotypeModel(model: PhenotypeModel, knowledge: string): Uint8Array {
  const { candidates, settings, filled, prior, tower } = model;
  const shares = (name: string, part: PhenotypeModel['filled']) => ({
    [`${name}.offsets`]: int(part.offsets),
    [`${name}.candidate`]: int(part.candidate),
    [`${name}.share`]: float(part.share),
    [`${name}.background`]: float(part.background),
  });
  return writeSafetensors(
    {
      ...shares('filled', filled),
      prior: float(prior),
      'tower.terms': float(tower.terms, tower.dimension),
      'tower.diseases': float(tower.diseases, tower.dimension),
    },
    {
      format,
      knowledge,
      candidates: canonicalJson(candidates),
      settings: canonicalJson(settings),
      tower: canonicalJson({ dimension: tower.dimension, scale: tower.scale }),
    },
  );
}

/** @throws ContractError where the file is another, or damaged */
export function decodePhenotypeModel(
  bytes: Uint8Array,
  where: string,
): { readonly model: PhenotypeModel; readonly knowledge: string } {
  const { tensors, metadata } = readSafetensors(bytes, where);
  if (metadata.format !== format)
    throw new ContractError(
      where,
      `is no phenotype model (${metadata.format ?? 'no format'})`,
      'train it again',
    );
  const data = <T>(name: string): T => {
    const found = tensors[name];
    if (found) return found.data as T;
    throw new ContractError(where, `lacks ${name}`, 'train it again');
  };
  const shares = (name: string): PhenotypeModel['filled'] => ({
    offsets: data(`${name}.offsets`),
    candidate: data(`${name}.candidate`),
    share: data(`${name}.share`),
    background: data(`${name}.background`),
  });
  const model: PhenotypeModel = {
    candidates: JSON.parse(metadata.candidates ?? '[]'),
    settings: JSON.parse(metadata.settings ?? '{}'),
    filled: shares('filled'),
    prior: data('prior'),
    tower: {
      ...(JSON.parse(metadata.tower ?? '{}') as { dimension: number; scale: number }),
      terms: data('tower.terms'),
      diseases: data('tower.diseases'),
    },
  };
  return { model, knowledge: metadata.knowledge ?? '' };
}
