/** Three networks as both contestants build them: a list of layers, each [kind, …numbers]; logits of ten classes last. */
const mobile = (width) => {
  const blocks = [
    ...[
      [64, 1],
      [128, 2],
      [128, 1],
      [256, 2],
      [256, 1],
      [512, 2],
    ],
    ...Array.from({ length: 5 }, () => [512, 1]),
    ...[
      [1024, 2],
      [1024, 1],
    ],
  ];
  const stem = [['conv', 32 * width, 3, 2, false], ['norm'], ['relu6']];
  const block = ([filters, stride]) => [
    ...[['depthwise', 3, stride], ['norm'], ['relu6']],
    ...[['conv', filters * width, 1, 1, false], ['norm'], ['relu6']],
  ];
  return [...stem, ...blocks.flatMap(block), ['average'], ['dense', 10, 'linear']];
};

export const nets = {
  dense: {
    title: 'dense 1000-256-10, batch 128',
    input: [1000],
    batch: 128,
    layers: [
      ['dense', 256, 'relu'],
      ['dense', 10, 'linear'],
    ],
    burst: 30,
    bars: { keras: 0.55, function: 0.75 },
  },
  mobile: {
    title: 'MobileNet-like (width 0.5), 64 × 64 × 3, batch 32',
    input: [64, 64, 3],
    batch: 32,
    layers: mobile(0.5),
    burst: 3,
    bars: { keras: 0.65, function: 0.75 },
  },
  plain: {
    title: 'three convolutions (16, 32, 64), 64 × 64 × 3, batch 32',
    input: [64, 64, 3],
    batch: 32,
    layers: [
      ...[16, 32, 64].flatMap((filters) => [['conv', filters, 3, 1, true], ['relu'], ['max', 2]]),
      ['flatten'],
      ['dense', 10, 'linear'],
    ],
    burst: 8,
    bars: { keras: 0.95, function: 1.1 },
  },
};
