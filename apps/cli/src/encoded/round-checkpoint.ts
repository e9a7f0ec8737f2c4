import { readSafetensors, type SafeTensor, writeSafetensors } from '@raredx/runtime';
import { canonicalJson } from '@raredx/tables';
import type { JudgedBlock } from './class-predictions.ts';
import type { LearnedModel, RoundRisks } from './models/sample-model.ts';
import type { Study } from './study.ts';

/** Risks of all rounds of a model, every bit kept. */
export function encodeRounds({ rounds, notes }: LearnedModel): Uint8Array {
  const tensors: Record<string, SafeTensor> = {};
  for (const { round, risks } of rounds) {
    risks.forEach((data, part) => {
      tensors[`${round.id}/${part}`] = { dtype: 'F64', shape: [data.length], data: Float64Array.from(data) };
    });
  }
  const said = Object.fromEntries(rounds.map((one) => [one.round.id, one.notes]));
  return writeSafetensors(tensors, { notes: canonicalJson(notes), rounds: canonicalJson(said) });
}

/** The risks that a model's checkpoint holds, round by round. */
export function decodeRounds(model: string, bytes: Uint8Array, study: Study): RoundRisks[] {
  const { tensors } = readSafetensors(bytes, `checkpoints/${model}.safetensors`);
  return study.rounds.map((round) => ({
    round,
    risks: round.judged.map((_, part) =>
      Float64Array.from(tensors[`${round.id}/${part}`]?.data as Float64Array),
    ),
    notes: [],
  }));
}

/** The blocks of the predictions table that a model's checkpoint holds. */
export function blocksOf(model: string, bytes: Uint8Array, study: Study): JudgedBlock[] {
  return decodeRounds(model, bytes, study).flatMap(({ round, risks }) =>
    round.judged.map(
      ({ partition, repeat, fold, rows }, part): JudgedBlock => ({
        ...{ model, partition, repeat, fold, rows },
        p: risks[part] as Float64Array,
      }),
    ),
  );
}
