import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askProgram } from './ask-program.ts';
import { type Finding, missing, ok, warning } from './diagnosis.ts';
import { type NativeRecord, readNativeRecord } from './native-record.ts';
import type { RuntimeKind } from './runtime.ts';

const require = createRequire(import.meta.url);

/** Runs in a child: a library that crashes the process is just what a diagnosis is asked for. */
const tryOut = `
Object.assign(require('node:util'), { isNullOrUndefined: (x) => x == null, isArray: Array.isArray });
const tf = require('@tensorflow/tfjs-node-gpu');
if (tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0] !== 11) throw new Error('matrix product is wrong');
const { isUsingGpuDevice, binding } = tf.backend();
console.log(JSON.stringify({ gpu: isUsingGpuDevice, version: binding.TF_Version }));
`;

const libraryFinding = (record: NativeRecord): Finding =>
  'unavailable' in record
    ? missing('tensorflow', record.unavailable, record.advice)
    : ok('tensorflow', `${record.version} for ${record.flavour}, ${record.library}`);

const gpuFinding = async (): Promise<Finding> => {
  const { output } = await askProgram('nvidia-smi', [
    '--query-gpu=name,driver_version',
    '--format=csv,noheader',
  ]);
  if (output) return ok('gpu', output.split('\n').join('; '));
  if (existsSync('/dev/nvidiactl') || existsSync('/proc/driver/nvidia')) {
    return warning('gpu', 'an NVIDIA device is there, but nvidia-smi does not answer', 'check the driver');
  }
  return ok('gpu', 'none, and none is needed');
};

const nativeFinding = async (): Promise<Finding> => {
  const { output, failure } = await askProgram(process.execPath, ['--no-deprecation', '-e', tryOut], {
    cwd: dirname(fileURLToPath(import.meta.url)),
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  const answer = output?.split('\n').at(-1);
  if (!answer)
    return warning('runtime', `wasm: native TensorFlow does not run (${failure})`, 'run `npm run setup`');
  const { gpu, version } = JSON.parse(answer) as { gpu: boolean; version: string };
  return ok('runtime', `native TensorFlow ${version} on the ${gpu ? 'GPU' : 'CPU'}`);
};

const runtimeFinding = async (record: NativeRecord): Promise<{ finding: Finding; kind: RuntimeKind }> => {
  const forced = process.env.RAREDX_RUNTIME;
  if (forced === 'wasm' || forced === 'js') {
    const advice = 'unset RAREDX_RUNTIME for native TensorFlow';
    return { kind: forced, finding: warning('runtime', `${forced}, because RAREDX_RUNTIME says so`, advice) };
  }
  if ('unavailable' in record) {
    return {
      kind: 'wasm',
      finding: warning('runtime', `wasm, because ${record.unavailable}`, record.advice),
    };
  }
  const finding = await nativeFinding();
  return { kind: finding.status === 'ok' ? 'native' : 'wasm', finding };
};

const trainingFinding = (record: NativeRecord): Finding => {
  if ('unavailable' in record) return warning('training', 'steps run kernel by kernel', record.advice);
  const { stepGraph, stepGraphMissing } = record;
  if (stepGraph !== undefined && existsSync(stepGraph)) return ok('training', 'steps run as graphs');
  const why = stepGraphMissing ?? 'the addon for graphs is not built';
  return warning('training', `steps run kernel by kernel: ${why}`, 'run `npm run setup`');
};

const packageFinding = (name: string): Finding => {
  const { version } = require(`${name}/package.json`) as { version: string };
  return ok(name, version);
};

/** TensorFlow, GPU, and the runtime that a training would get. */
export const tensorFindings = async (): Promise<{ findings: readonly Finding[]; kind: RuntimeKind }> => {
  const record = readNativeRecord();
  const { finding, kind } = await runtimeFinding(record);
  const packages = ['@tensorflow/tfjs', '@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-backend-wasm'];
  return {
    findings: [
      libraryFinding(record),
      await gpuFinding(),
      finding,
      trainingFinding(record),
      ...packages.map(packageFinding),
    ],
    kind,
  };
};
