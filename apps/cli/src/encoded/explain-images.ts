import type { Explanation } from '@raredx/report';
import {
  admittedBy,
  type ExplainedNetwork,
  type ExplainedPictures,
  explainPictures,
  featuresOf,
  type GateResult,
  gradCam,
  inspectLayers,
  integratedGradients,
  type LayerActivity,
  type MapExplainer,
  meanGate,
  overlay,
  type PictureBatch,
  type Readout,
  zoneShares,
} from '@raredx/training';
import type { ExplainContext } from './explain-context.ts';
import { explainFeatures } from './explain-features.ts';
import { readoutFor, refittedHeads } from './explain-heads.ts';
import { likeliest, sameRisks, statedRisks } from './explain-judged.ts';
import { openNetwork } from './explain-network.ts';
import { explainedPixels, someImages } from './explain-pixels.ts';
import type { ImageSamples } from './samples.ts';

export interface ExplainedImages {
  readonly methods: readonly Explanation[];
  readonly layers: readonly LayerActivity[];
}

/** Integrated gradients take a network's step forward and back for every point: fewer pictures, fewer points in gates. */
const mostOnPath = 12;
const path = { shown: { steps: 24, mostSteps: 216 }, compared: { steps: 12 } } as const;
const mostFigures = 6;
/** Features come from a graph with folded normalisations there, from layers here. */
const sameRisk = 1e-3;
/** Risks of a fine-tuned network are averaged over views, here its scores are. */
const sameRiskTuned = 0.1;

/** What one explained picture says of itself in its caption; nothing that names the patient. */
interface Said {
  readonly target: string;
  readonly risk: number;
  readonly label: string | null;
}

interface Prepared {
  readonly network: ExplainedNetwork;
  readonly pictures: PictureBatch;
  readonly refits: readonly Readout[];
  readonly groups: readonly string[];
  readonly said: readonly Said[];
  readonly same: GateResult;
}

/** Explains the pictures of a run by every method, each under its gates. */
export async function explainImages(
  context: ExplainContext,
  samples: ImageSamples,
): Promise<ExplainedImages> {
  const opened = await openNetwork(context.kept, context.spec, context.runtime);
  try {
    const prepared = await prepare(context, samples, opened);
    const methods = [await byGradCam(context, prepared), await byGradients(context, prepared)];
    const layers = await inspectLayers(opened.network.tf, opened.network.model, prepared.pictures);
    return { methods, layers };
  } finally {
    opened.dispose();
  }
}

async function prepare(
  context: ExplainContext,
  samples: ImageSamples,
  opened: Awaited<ReturnType<typeof openNetwork>>,
): Promise<Prepared> {
  const { study, rows, runtime, random, step } = context;
  const { explained } = rows;
  const pictures = await explainedPixels(samples, explained, opened.encoder);
  const whole = opened.standardise === 'site';
  const all = await statedRisks(context, whole ? samples : someImages(samples, explained));
  const classes = study.classes.length;
  const stated = whole ? picked(all, explained, classes) : all;
  const targets = likeliest(stated, classes);
  const features = await explainFeatures({
    ...{ samples, training: rows.training, opened, runtime },
    onProgress: (done, total) => step.advance(done, total, 'features'),
  });
  const onRaw = (readout: Readout) => features.onRaw(readout, explained);
  const again = await refittedHeads({
    ...{ spec: opened.refit, study, features: features.training, rows: rows.training },
    random: random.fork('heads'),
  });
  const network = { ...opened.network, readout: onRaw(readoutFor(opened.head, targets)) };
  return {
    ...{ network, pictures },
    refits: again.refits.map((head) => onRaw(readoutFor(head, targets))),
    groups: Array.from(explained, (row) => study.units[row] as string),
    said: Array.from(targets, (target, at) => ({
      target: study.classes[target] as string,
      risk: stated[at * classes + target] as number,
      label: samples.label[explained[at] as number] ?? null,
    })),
    same: sameRisks(
      risksOf(opened, { network, pictures, targets, onRaw }),
      Float64Array.from(targets, (target, at) => stated[at * classes + target] as number),
      opened.frozen === null ? sameRiskTuned : sameRisk,
    ),
  };
}

const picked = (risks: Float64Array, rows: Uint32Array, classes: number): Float64Array =>
  Float64Array.from(
    Array.from(rows).flatMap((row) => [...risks.subarray(row * classes, (row + 1) * classes)]),
  );

/** Risk of each picture's class by the network that is explained. */
function risksOf(
  { head }: Awaited<ReturnType<typeof openNetwork>>,
  of: Pick<Prepared, 'network' | 'pictures'> & {
    readonly targets: Int32Array;
    readonly onRaw: (readout: Readout) => Readout;
  },
): Float64Array {
  const { network, pictures, targets, onRaw } = of;
  const features = featuresOf(network, pictures);
  const classes = head.classNames.length;
  return Float64Array.from(targets, (target, row) => {
    const own = features.values.subarray(row * head.width, (row + 1) * head.width);
    // the head as it reads raw features of this row's site
    const every = Array.from({ length: classes }, (_, code) =>
      onRaw(readoutFor(head, new Int32Array(targets.length).fill(code))),
    );
    const scores = every.map(({ weights, bias, width }) =>
      own.reduce((sum, value, j) => sum + value * (weights[row * width + j] as number), bias[row] as number),
    );
    const largest = Math.max(...scores);
    const sum = scores.reduce((total, score) => total + Math.exp(score - largest), 0);
    return Math.exp((scores[target] as number) - largest) / sum;
  });
}

async function byGradCam(context: ExplainContext, prepared: Prepared): Promise<Explanation> {
  const explained = await gated(context, prepared, { explainer: gradCam, what: 'Grad-CAM' });
  return explanationOf(context, prepared, {
    ...{ kind: 'grad-cam', explained, extra: [] },
    method:
      'Grad-CAM: activations of the last convolution, weighed by what they add to the logit of the class that the model holds likeliest (less the mean of all logits)',
  });
}

async function byGradients(context: ExplainContext, all: Prepared): Promise<Explanation> {
  const prepared = firstOf(all, mostOnPath);
  let gaps: Float64Array | undefined;
  let scale = 0;
  const explainer: MapExplainer = async (network, pictures) => {
    const first = gaps === undefined;
    const found = await integratedGradients(network, pictures, {
      ...(first ? path.shown : path.compared),
    });
    if (first) {
      gaps = found.gaps.map(Math.abs);
      scale = found.differences.reduce((sum, value) => sum + Math.abs(value), 0) / pictures.rows;
    }
    return found.maps;
  };
  const explained = await gated(context, prepared, { explainer, what: 'integrated gradients' });
  const complete = meanGate(
    {
      name: 'adds up to the score',
      bound: { below: 0.1 },
      asks: `what up to ${path.shown.mostSteps} points leave over, as a share of the mean difference between picture and baseline`,
    },
    (gaps ?? new Float64Array()).map((gap) => gap / scale),
    { groups: prepared.groups, random: context.random.fork('complete') },
  );
  return explanationOf(context, prepared, {
    ...{ kind: 'integrated-gradients', explained, extra: [complete] },
    method:
      "Integrated gradients from each picture's mean colour to the picture, of the logit of the class that the model holds likeliest (less the mean of all logits)",
  });
}

function firstOf(all: Prepared, most: number): Prepared {
  const rows = Math.min(most, all.pictures.rows);
  const { height, width, pixels } = all.pictures;
  const part = (readout: Readout): Readout => ({
    width: readout.width,
    weights: readout.weights.subarray(0, rows * readout.width),
    bias: readout.bias.subarray(0, rows),
  });
  return {
    ...all,
    pictures: { rows, height, width, pixels: pixels.subarray(0, rows * height * width * 3) },
    network: { ...all.network, readout: part(all.network.readout) },
    refits: all.refits.map(part),
    groups: all.groups.slice(0, rows),
  };
}

function gated(
  { random, step, experiment }: ExplainContext,
  { network, pictures, refits, groups }: Prepared,
  { explainer, what }: { readonly explainer: MapExplainer; readonly what: string },
): Promise<ExplainedPictures> {
  const { confidence } = experiment.validation;
  return explainPictures(network, pictures, {
    ...{ explainer, groups, refits, confidence, random: random.fork(what) },
    onProgress: (done, total) => step.advance(done, total, what),
  });
}

interface Method {
  readonly kind: Explanation['kind'];
  readonly explained: ExplainedPictures;
  /** Gates besides those of every map. */
  readonly extra: readonly GateResult[];
  readonly method: string;
}

function explanationOf(
  { spec, rows, random, experiment }: ExplainContext,
  { pictures, said, same, groups }: Prepared,
  { kind, explained, extra, method }: Method,
): Explanation {
  const gates = [same, ...extra, ...explained.gates];
  const admitted = admittedBy(gates);
  const { confidence } = experiment.validation;
  const shown = Math.min(mostFigures, pictures.rows);
  return {
    id: `${spec.name.toLowerCase()}_${kind}`,
    model: spec.name,
    kind,
    description: `${method}, on ${pictures.rows} pictures of ${new Set(groups).size} patients drawn by lot from ${rows.whose}. The table says which share of the maps' weight (by size) lies where, a third by chance; percentile limits over patients. Where a model looks is not what causes the disease.`,
    gates: [...gates],
    admitted,
    table: admitted
      ? [...zoneShares(explained.maps, { groups, confidence, random: random.fork('zones') })]
      : [],
    figures: admitted
      ? Array.from({ length: shown }, (_, row) => figureOf(said[row] as Said, row, png(row)))
      : [],
  };
  function png(row: number): Uint8Array {
    return overlay(pictures, explained.maps[row] as ExplainedPictures['maps'][number], { row });
  }
}

function figureOf({ target, risk, label }: Said, row: number, png: Uint8Array) {
  const labelled = label === null ? 'not labelled' : `labelled ${label}`;
  return {
    title: `Picture ${row + 1}: ${target}`,
    caption: `Held for ${target} with a risk of ${risk.toFixed(2)}; ${labelled}. Left the picture as the model sees it, right where it raises (red) or lowers (blue) that score.`,
    pngBase64: Buffer.from(png).toString('base64'),
  };
}
