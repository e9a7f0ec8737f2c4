import { rmSync } from 'node:fs';
import { ConfigError, type EncodedExperiment, type HeadModelSpec } from '@raredx/experiment';
import { clusterBootstrap, clustersOf, createRandom, type Random } from '@raredx/stats';
import {
  apparentReplicate,
  ContractError,
  encodeReplays,
  fingerprint,
  type Replays,
  textColumn,
} from '@raredx/tables';
import type { EncodedContext } from './encoded-context.ts';
import type { FeatureStore } from './feature-store.ts';
import { headModel } from './models/head-model.ts';
import type { ModelContext, RoundRisks } from './models/sample-model.ts';
import type { Round, Study } from './study.ts';

const file = 'replays.parquet';
/** Rows of the table of replays: its reader holds them all. */
const mostRows = 5_000_000;

/**
 * Fits heads again on bootstrap samples of the development patients and writes what each refit says of all of them:
 * replays.parquet, by which the judge corrects for optimism and tells how far a patient's risk would move. The penalty is
 * that of the fit on all; moments of sites and the encoder are kept. Nothing where the experiment asks for none.
 */
export async function replayHeads(
  context: EncodedContext,
  study: Study,
  { features, files }: { readonly features: FeatureStore; readonly files: string },
): Promise<void> {
  const { experiment, run, talk, ground } = context;
  const { optimism, encoder, seed } = experiment;
  if (!optimism) {
    rmSync(run.path(file), { force: true });
    rmSync(run.path('.steps', 'replays'), { force: true });
    return;
  }
  const specs = headsOf(experiment);
  requireRoom(study, optimism.replicates, specs.length);
  const step = talk.step('replays');
  const inputs = fingerprint({
    ...{ ground, optimism, specs, encoder, seed, files },
    study: study.fingerprint,
  });
  const state = await run.step('replays', inputs, async () => {
    const random = createRandom(seed).fork('optimism');
    const samples = bootstrapSamples(study, optimism.replicates, random);
    const told: (readonly [string, readonly RoundRisks[]])[] = [];
    for (const [at, spec] of specs.entries()) {
      const onProgress = (done: number, total: number) =>
        step.advance(at * total + done, specs.length * total, spec.name);
      told.push([spec.name, await refitted(spec, { experiment, study, features, samples, onProgress })]);
    }
    const provenance = { seed: String(seed), experiment: fingerprint(experiment) };
    run.write(file, encodeReplays(replayTable(study, samples, told), provenance));
  });
  step.end(state === 'kept' ? 'refitted before (kept)' : `${optimism.replicates} bootstrap samples`);
}

function headsOf({ optimism, models, cross_validation }: EncodedExperiment): readonly HeadModelSpec[] {
  if (!cross_validation)
    throw new ConfigError('optimism', 'needs risks out of fold', 'declare cross_validation too');
  return (optimism?.models ?? []).map((name) => {
    const spec = models.find((model) => model.name === name);
    if (spec?.kind === 'head') return spec;
    throw new ConfigError(
      'optimism.models',
      `${name} is no head`,
      'only heads on frozen features are refitted',
    );
  });
}

const labelsOf = ({ classes }: Study) => (classes.length === 2 ? [1] : classes.map((_, code) => code));

function requireRoom(study: Study, replicates: number, models: number): void {
  const rows = (replicates + 1) * study.development.length * labelsOf(study).length * models;
  if (rows <= mostRows) return;
  throw new ContractError(
    'optimism',
    `${rows} rows of replays are more than ${mostRows}`,
    'ask for fewer replicates or models',
  );
}

interface BootstrapSample {
  readonly replicate: number;
  /** How often each development sample was drawn. */
  readonly inBag: Int32Array;
}

/** Patients drawn with replacement, within classes where every patient has one. */
function bootstrapSamples(study: Study, replicates: number, random: Random): readonly BootstrapSample[] {
  const units = Array.from(study.development, (row) => study.units[row] as string);
  const classes = Array.from(study.development, (row) => study.y[row] as number);
  const classOf = new Map(units.map((unit, at) => [unit, classes[at]]));
  const mixed = units.some((unit, at) => classOf.get(unit) !== classes[at]);
  const clusters = mixed ? clustersOf(units) : clustersOf(units, classes);
  return [
    { replicate: apparentReplicate, inBag: new Int32Array(units.length).fill(1) },
    ...Array.from({ length: replicates }, (_, replicate) => ({
      replicate,
      inBag: Int32Array.from(clusterBootstrap(clusters, random.fork(replicate))),
    })),
  ];
}

interface Refitting {
  readonly experiment: EncodedExperiment;
  readonly study: Study;
  readonly features: FeatureStore;
  readonly samples: readonly BootstrapSample[];
  readonly onProgress: (done: number, total: number) => void;
}

async function refitted(
  spec: HeadModelSpec,
  { experiment, study, features, samples, onProgress }: Refitting,
): Promise<readonly RoundRisks[]> {
  const { development } = study;
  const judged = [{ partition: 'internal' as const, repeat: 0, fold: 0, rows: development }];
  const rounds = samples.map(({ replicate, inBag }): Round => {
    const drawn = Array.from(development).flatMap((row, at) => Array<number>(inBag[at] as number).fill(row));
    const id = replicate === apparentReplicate ? 'final' : `replay-${replicate}`;
    return { id, train: Uint32Array.from(drawn), judged };
  });
  const learn = async (own: HeadModelSpec, some: readonly Round[]) => {
    const context: ModelContext = {
      ...{ features, onProgress, scratch: '', learned: () => [] },
      study: { ...study, rounds: some },
      random: createRandom(experiment.seed).fork(spec.name),
      runtime: () => Promise.reject(new Error('replays: heads need no runtime')),
    };
    return (await headModel(experiment.encoder).learn(own, context)).rounds;
  };
  const [all] = await learn(spec, rounds.slice(0, 1));
  const setting = Number(/setting (\S+)/.exec(all?.notes.join(' ') ?? '')?.[1]);
  return learn({ ...spec, settings: [setting] }, rounds);
}

function replayTable(
  study: Study,
  samples: readonly BootstrapSample[],
  told: readonly (readonly [string, readonly RoundRisks[]])[],
): Replays {
  const { development, classes, samples: all } = study;
  const k = classes.length;
  const cells = told.flatMap(([model, rounds]) =>
    rounds.flatMap(({ risks }, at) =>
      labelsOf(study).flatMap((code) =>
        Array.from(development, (row, place) => ({
          ...{ model, row, label: classes[code] as string },
          replicate: (samples[at] as BootstrapSample).replicate,
          inBag: (samples[at] as BootstrapSample).inBag[place] as number,
          p: Math.min(1, Math.max(0, (risks[0] as Float64Array)[place * k + code] as number)),
        })),
      ),
    ),
  );
  const text = (of: (cell: (typeof cells)[number]) => string) => textColumn(cells.map(of));
  return {
    rows: cells.length,
    model: text(({ model }) => model),
    label: text(({ label }) => label),
    replicate: Int32Array.from(cells, ({ replicate }) => replicate),
    patientId: text(({ row }) => all.patientId[row] as string),
    sampleId: text(({ row }) => all.sampleId[row] as string),
    inBag: Int32Array.from(cells, ({ inBag }) => inBag),
    p: Float64Array.from(cells, ({ p }) => p),
    note: text(() => 'penalty of the fit on all'),
  };
}
