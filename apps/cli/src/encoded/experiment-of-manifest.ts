import { basename, dirname, extname, resolve } from 'node:path';
import { ConfigError, type EncodedExperiment, encodedExperimentSchema } from '@raredx/experiment';
import type { Samples } from './samples.ts';
import type { TrainRequest } from './train-request.ts';

/** Beyond these a picture is encoded small, or as it lies only: time is people's too. */
const fewForLarge = 4000;
const fewForViews = 8000;

/**
 * The experiment that `raredx train` makes of a bare manifest: a head on frozen features, the trivial control beside it,
 * and with `auto` other ways of evening out colour and site. Development sites, if there are several, are each held out
 * once: that is where a model for other hospitals fails or does not.
 */
export function experimentOfManifest(request: TrainRequest, samples: Samples): EncodedExperiment {
  const sites = [...new Set(samples.site)].filter((site) => !request.external.includes(site));
  const name = nameOf(request);
  const size = request.size ?? (samples.rows <= fewForLarge ? 224 : 128);
  const bySite = sites.length >= 3;
  return encodedExperimentSchema.parse({
    kind: samples.kind,
    name,
    title: `Classes of ${basename(request.source)}`,
    question: `Can the classes of ${basename(request.source)} be told from pictures, at sites that were not learned from?`,
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
    cross_validation: bySite
      ? { repeats: 1, folds: sites.length, by: 'site' }
      : { repeats: 1, folds: request.folds, by: 'patient' },
    encoder: {
      name: request.encoder ?? (samples.kind === 'notes' ? 'all-minilm-l6-v2' : 'efficientnet-lite0'),
      size,
      views: samples.kind === 'images' && samples.rows <= fewForViews ? 4 : 1,
    },
    models: modelsOf(samples.kind === 'notes' ? 'plain' : request.recipe, sites.length > 1),
    primary: 'plain',
    validation: { thresholds: [0.5], bootstrap: 1000, baseline: 'colour-and-size' },
  });
}

function modelsOf(recipe: TrainRequest['recipe'], severalSites: boolean) {
  const plain = { kind: 'head', name: 'plain', description: 'Softmax head on frozen features.' };
  const control = {
    kind: 'trivial',
    name: 'colour-and-size',
    deployable: false,
    description: 'Control: mean colour, spread and size alone.',
  };
  const evened = (name: string, colour: string, standardise: string) => ({
    kind: 'head',
    name,
    encoder: { colour },
    standardise,
    description: `The same, colour ${colour}, features standardised ${standardise === 'site' ? 'within each site' : 'together'}.`,
  });
  if (recipe === 'plain') return [plain, control];
  return [
    plain,
    evened('gray-world', 'gray-world', 'pooled'),
    evened('colour-standardised', 'standardised', 'pooled'),
    {
      ...evened('jittered', 'as-is', 'pooled'),
      encoder: { jitter: 1 },
      description: 'The same, learned from copies with their colour moved besides.',
    },
    ...(severalSites
      ? [evened('site-standardised', 'as-is', 'site'), evened('both-standardised', 'standardised', 'site')]
      : []),
    control,
  ];
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
