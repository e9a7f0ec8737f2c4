import { basename, dirname, extname, resolve } from 'node:path';
import { ConfigError, type EncodedExperiment, encodedExperimentSchema } from '@raredx/experiment';
import { foldsOfManifest, type ManifestFolds } from './folds-of-manifest.ts';
import { controlOf, modelsOfManifest } from './models-of-manifest.ts';
import type { Samples } from './samples.ts';
import type { TrainRequest } from './train-request.ts';

/** Size and turned views by the number of pictures: encoding 5,000 takes minutes on two cores, not an hour. */
function effortFor(rows: number): { readonly size: number; readonly views: number } {
  const size = rows <= 1500 ? 192 : rows <= 4000 ? 160 : 128;
  return { size, views: rows <= 3000 ? 4 : rows <= 10_000 ? 2 : 1 };
}

/** The experiment that `raredx train` makes of a bare manifest. */
export function experimentOfManifest(
  request: TrainRequest,
  samples: Samples,
): { readonly experiment: EncodedExperiment; readonly folds: ManifestFolds } {
  const { kind } = samples;
  const folds = foldsOfManifest(samples, request);
  const effort = effortFor(samples.rows);
  const views = kind === 'notes' || request.upright ? 1 : effort.views;
  const recipe = kind === 'notes' ? 'plain' : request.recipe;
  const experiment = encodedExperimentSchema.parse({
    kind,
    name: nameOf(request),
    title: `Classes of ${basename(request.source)}`,
    question: `Can the classes of ${basename(request.source)} be told from ${kind === 'notes' ? 'texts' : 'pictures'}, at sites that were not learned from?`,
    seed: request.seed,
    manifest: resolve(request.source),
    columns: Object.fromEntries(
      (['image', 'text', 'label', 'patient', 'site'] as const).flatMap((key) =>
        request[key] === undefined ? [] : [[key, request[key]]],
      ),
    ),
    ...(request.positive === undefined ? {} : { classes: classesOf(samples, request.positive) }),
    attributes: request.attr ?? [],
    cohorts: { external: request.external },
    cross_validation: { repeats: 1, folds: folds.folds, by: folds.by },
    encoder: {
      name: request.encoder ?? (kind === 'notes' ? 'all-minilm-l6-v2' : 'efficientnet-lite0'),
      size: request.size ?? effort.size,
      views,
      upright: request.upright ?? false,
    },
    models: modelsOfManifest({
      kind,
      recipe,
      samples: labelled(samples, request),
      bySite: folds.by === 'site',
    }),
    primary: recipe === 'auto' ? 'average' : 'plain',
    validation: { thresholds: [0.5], bootstrap: 1000, baseline: controlOf(kind) },
  });
  return { experiment, folds };
}

function labelled({ label, site }: Samples, { external }: TrainRequest): number {
  return label.filter((name, row) => name !== null && !external.includes(site[row] as string)).length;
}

function nameOf({ source }: TrainRequest): string {
  const stem = basename(source, extname(source))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return stem.replace(/^-+|-+$/g, '') || basename(dirname(resolve(source))).toLowerCase() || 'manifest';
}

function classesOf(samples: Samples, positive: string): readonly string[] {
  const { classNames } = samples;
  if (classNames.length === 2 && classNames.includes(positive))
    return [...classNames.filter((name) => name !== positive), positive];
  throw new ConfigError(
    '--positive',
    classNames.length === 2 ? `no sample of class ${positive}` : `${classNames.length} classes, not two`,
    `classes: ${classNames.slice(0, 12).join(', ')}`,
  );
}
