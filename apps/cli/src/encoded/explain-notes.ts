import type { TextBackbone } from '@raredx/backbone';
import { ConfigError, type EncoderSpec } from '@raredx/experiment';
import type { Explanation } from '@raredx/report';
import {
  clusteredMean,
  type ExplainedTexts,
  explainTexts,
  type FeatureImportance,
  type Head,
  headProbabilities,
  type TextScorer,
  wordSpans,
} from '@raredx/training';
import { openEncoder } from './encode-samples.ts';
import type { ExplainContext } from './explain-context.ts';
import { readoutFor, refittedHeads } from './explain-heads.ts';
import { sameRisks, statedRisks } from './explain-judged.ts';
import { openFeatureStore } from './feature-store.ts';
import { headOf } from './models/head-model.ts';
import { type NoteSamples, noteSamples } from './samples.ts';

/** A word is named in a table only where so many patients' notes have it: rarer ones may tell who somebody is. */
const fewestPatients = 5;
const mostWords = 40;

/** Explains the notes of a run by the weight of their words. */
export async function explainNotes(context: ExplainContext, samples: NoteSamples): Promise<Explanation> {
  const { spec, kept, runtime, rows, study, random, experiment, step } = context;
  if (spec.kind !== 'head')
    throw new ConfigError('--model', `${spec.name} does not read words`, 'name another model');
  const { encoder } = kept.settings as unknown as { encoder: EncoderSpec };
  const backbone = await openEncoder(encoder, runtime);
  if (backbone.kind !== 'text') throw new Error('explain: the encoder of notes reads no texts');
  try {
    const store = openFeatureStore(someNotes(samples, rows.training), {
      runtime: async () => runtime,
      onBad: 'stop',
      onProgress: () => {},
    });
    const { features } = await store.encoded(encoder);
    const again = await refittedHeads({
      ...{ spec, study, features, rows: rows.training, random: random.fork('heads') },
    });
    const head = headOf(kept);
    const texts = Array.from(rows.explained, (row) => samples.texts.rows[row]?.text ?? '');
    const target = study.classes.length - 1;
    const wanted = texts.reduce((sum, text) => sum + wordSpans(text).length + 1, 0);
    const advance = (done: number) => step.advance(Math.min(done, wanted), wanted, 'notes without a word');
    const scorer = scorerOf(embedOnce(backbone, advance), target);
    const groups = Array.from(rows.explained, (row) => study.units[row] as string);
    const explained = await explainTexts(texts, scorer(head), {
      ...{ groups, random, confidence: experiment.validation.confidence },
      randomised: again.ignorant.map(scorer),
      refits: again.refits.map(scorer),
    });
    const stated = await statedRisks(context, someNotes(samples, rows.explained));
    const ours = headProbabilities(head, await backbone.embed(texts));
    return explanationOf(context, { explained, texts, groups, same: sameRisks(ours, stated, 1e-6) });
  } finally {
    backbone.dispose();
  }
}

const someNotes = (samples: NoteSamples, rows: Uint32Array): NoteSamples =>
  noteSamples({
    ...samples.texts,
    rows: Array.from(rows, (row) => samples.texts.rows[row]).filter((row) => row !== undefined),
  });

type Embed = (texts: readonly string[]) => Promise<readonly Float32Array[]>;

/** Every head asks for the same texts with a word left out: each is embedded once. */
function embedOnce(backbone: TextBackbone, advance: (done: number) => void): Embed {
  const known = new Map<string, Float32Array>();
  return async (texts) => {
    const fresh = [...new Set(texts)].filter((text) => !known.has(text));
    if (fresh.length > 0) {
      const { values, width } = await backbone.embed(fresh);
      fresh.forEach((text, at) => {
        known.set(text, values.subarray(at * width, (at + 1) * width));
      });
      advance(known.size);
    }
    return texts.map((text) => known.get(text) as Float32Array);
  };
}

const scorerOf =
  (embed: Embed, target: number) =>
  (head: Head): TextScorer => {
    const { weights, bias } = readoutFor(head, [target]);
    return async (texts) =>
      (await embed(texts)).map((vector) =>
        vector.reduce((sum, value, j) => sum + value * (weights[j] as number), bias[0] as number),
      );
  };

function explanationOf(
  { spec, study, rows, random, experiment }: ExplainContext,
  made: {
    readonly explained: ExplainedTexts;
    readonly texts: readonly string[];
    readonly groups: readonly string[];
    readonly same: ReturnType<typeof sameRisks>;
  },
): Explanation {
  const { explained, texts, groups, same } = made;
  const gates = [same, ...explained.gates];
  const admitted = gates.every(({ passed }) => passed);
  const options = { confidence: experiment.validation.confidence, random: random.fork('words') };
  return {
    id: `${spec.name.toLowerCase()}_tokens`,
    model: spec.name,
    kind: 'tokens',
    description: `How far the logit of ${study.classes.at(-1)} falls when a word is left out, mean over the notes that have it, on ${texts.length} notes of ${new Set(groups).size} patients drawn by lot from ${rows.whose}; percentile limits over patients. Named are words of at least ${fewestPatients} patients.`,
    gates,
    admitted,
    table: admitted ? [...wordTable({ explained, texts, groups }, options)] : [],
    figures: [],
  };
}

/** Mean weight of each word in lower case over the notes that have it, largest by size first. */
function wordTable(
  {
    explained,
    texts,
    groups,
  }: {
    readonly explained: ExplainedTexts;
    readonly texts: readonly string[];
    readonly groups: readonly string[];
  },
  options: Pick<Parameters<typeof clusteredMean>[1], 'random' | 'confidence'>,
): readonly FeatureImportance[] {
  const seen = new Map<string, { readonly weights: number[]; readonly groups: string[] }>();
  explained.texts.forEach(({ words, weights }, at) => {
    words.forEach(({ start, end }, place) => {
      const word = (texts[at] ?? '').slice(start, end).toLowerCase();
      const own = seen.get(word) ?? { weights: [], groups: [] };
      own.weights.push(weights[place] as number);
      own.groups.push(groups[at] as string);
      seen.set(word, own);
    });
  });
  return [...seen]
    .filter(([word, own]) => /\p{L}/u.test(word) && new Set(own.groups).size >= fewestPatients)
    .flatMap(([feature, own]) => {
      const found = clusteredMean(own.weights, { ...options, groups: own.groups });
      if ('undefinedBecause' in found) return [];
      return [{ feature, importance: found.mean, lower: found.lower, upper: found.upper }];
    })
    .toSorted((a, b) => Math.abs(b.importance) - Math.abs(a.importance) || (a.feature < b.feature ? -1 : 1))
    .slice(0, mostWords);
}
