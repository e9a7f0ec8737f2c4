/** The contestant raredx: one JSON task a line in, milliseconds a step out. `check` trains from the written start. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fuseLayers, openRuntime, openTrainingStep } from '../../../libs/runtime/dist/index.js';
import { createRandom } from '../../../libs/stats/dist/index.js';
import { nets } from './steps-nets.mjs';

const [folder] = process.argv.slice(2);
const runtime = await openRuntime();
const { tf } = runtime;

const makers = {
  dense: ([, units, activation]) => tf.layers.dense({ units, activation }),
  conv: ([, filters, kernelSize, strides, useBias]) =>
    tf.layers.conv2d({ filters, kernelSize, strides, useBias, padding: 'same' }),
  depthwise: ([, kernelSize, strides]) =>
    tf.layers.depthwiseConv2d({ kernelSize, strides, useBias: false, padding: 'same' }),
  norm: () => tf.layers.batchNormalization({ epsilon: 1e-3, momentum: 0.99 }),
  relu: () => tf.layers.reLU(),
  relu6: () => tf.layers.reLU({ maxValue: 6 }),
  max: ([, poolSize]) => tf.layers.maxPooling2d({ poolSize }),
  average: () => tf.layers.globalAveragePooling2d({}),
  flatten: () => tf.layers.flatten(),
};

const fill = (size, draw) => Float32Array.from({ length: size }, draw);

/** Batch and weights from one stream, written for the peer. */
function open(name) {
  const net = nets[name];
  const random = createRandom(`bench ${name}`);
  const start = tf.input({ shape: net.input });
  const output = net.layers.reduce((x, layer) => makers[layer[0]](layer).apply(x), start);
  const model = tf.model({ inputs: start, outputs: output });
  fuseLayers(runtime, model);
  model.weights.forEach((weight, at) => {
    const size = weight.shape.reduce((a, b) => a * b, 1);
    if (!/kernel/.test(weight.name)) return;
    // a depthwise kernel has one input channel; the last length else is the outputs'
    const fan = /depthwise/.test(weight.name)
      ? weight.shape[0] * weight.shape[1]
      : size / weight.shape.at(-1);
    const draw = random.fork(`weight ${at}`);
    const values = fill(size, () => draw.normal() * Math.sqrt(2 / fan));
    tf.tidy(() => weight.write(tf.tensor(values, weight.shape)));
  });
  const variables = (weights) => weights.map((weight) => weight.read());
  const order = [...variables(model.trainableWeights)];
  order.forEach((variable, at) => {
    writeFileSync(join(folder, `${name}-${at}`), new Uint8Array(variable.dataSync().slice().buffer));
  });
  const size = net.batch * net.input.reduce((a, b) => a * b, 1);
  const x = fill(size, () => random.normal());
  const labels = Int32Array.from({ length: net.batch }, () => random.integer(10));
  writeFileSync(join(folder, `${name}-x`), new Uint8Array(x.buffer));
  writeFileSync(join(folder, `${name}-y`), new Uint8Array(labels.buffer));
  const inputs = [tf.tensor(x, [net.batch, ...net.input])];
  const targets = [tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), 10).cast('float32'))];
  const step = openTrainingStep(runtime, {
    trainable: order,
    state: variables(model.nonTrainableWeights),
    loss: ([a], [b]) => tf.losses.softmaxCrossEntropy(b, model.apply(a, { training: true })),
    optimizer: { kind: 'adam' },
  });
  return { run: () => step.run(inputs, targets, 1e-4), step };
}

const opened = new Map();
for await (const text of createInterface({ input: process.stdin })) {
  const { name, steps, check } = JSON.parse(text);
  if (!opened.has(name)) opened.set(name, open(name));
  const { run, step } = opened.get(name);
  if (check) {
    const losses = Array.from({ length: steps }, run);
    console.log(JSON.stringify({ losses, engine: step.engine, why: step.why }));
    continue;
  }
  const start = performance.now();
  for (let at = 0; at < steps; at++) run();
  console.log(JSON.stringify((performance.now() - start) / steps));
}
