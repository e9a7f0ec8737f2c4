import type { FewShots } from '../few-shots/few-shots.ts';
import { openPack } from '../pack.ts';
import type { PackInput } from '../pack-input.ts';
import { mapCoverage } from '../requirements/coverage.ts';
import { chosenMaps } from '../requirements/requirement-maps.ts';
import { type CsvValue, csvTable } from './csv-table.ts';

type Tables = readonly (readonly [
  name: string,
  head: readonly string[],
  rows: readonly (readonly CsvValue[])[],
])[];

const evidenceColumns = [
  'id',
  'metric',
  'model',
  'label',
  'partition',
  'site',
  'attribute',
  'level',
  'threshold',
  'estimate',
  'lower',
  'upper',
  'confidence',
  'method',
  'patients',
  'samples',
  'events',
  'undefinedBecause',
  'note',
] as const;

function cohortTables({ flow, tableOne, quality, leak }: PackInput): Tables {
  const steps = flow?.cohorts.flatMap(({ cohort, steps: all }) =>
    all.map(({ step, patients, excluded, reason }) => [cohort, step, patients, excluded, reason]),
  );
  const cells = tableOne?.rows.flatMap((row) =>
    row.cells.map((cell) => [
      row.variable,
      row.level,
      row.kind,
      cell.site,
      cell.count,
      cell.percent,
      cell.median,
      cell.lowerQuartile,
      cell.upperQuartile,
      row.smd,
    ]),
  );
  const columns = quality?.columns.map((one) => [
    one.column,
    one.type,
    one.unit,
    one.missing,
    one.missingPercent,
    one.distinct,
    one.summary,
  ]);
  const checks = leak?.checks.map((one) => [
    one.check,
    one.verdict,
    one.examined,
    one.offenders,
    one.message,
  ]);
  return [
    ['flow.csv', ['cohort', 'step', 'patients', 'excluded', 'reason'], steps ?? []],
    [
      'table-one.csv',
      [
        'variable',
        'level',
        'kind',
        'site',
        'count',
        'percent',
        'median',
        'lower_quartile',
        'upper_quartile',
        'smd',
      ],
      cells ?? [],
    ],
    [
      'columns.csv',
      ['column', 'type', 'unit', 'missing', 'missing_percent', 'distinct', 'summary'],
      columns ?? [],
    ],
    ['leak-certificate.csv', ['check', 'verdict', 'examined', 'offenders', 'message'], checks ?? []],
  ];
}

function explanationRows({ explanations }: PackInput): readonly (readonly CsvValue[])[] {
  return (explanations?.methods ?? [])
    .filter(({ admitted }) => admitted)
    .flatMap(({ id, model, kind, table }) =>
      table.map(({ feature, importance, lower, upper }) => [
        id,
        model,
        kind,
        feature,
        importance,
        lower,
        upper,
      ]),
    );
}

function trainingTables({ trainings }: PackInput): Tables {
  const epochs = (trainings?.models ?? []).flatMap(({ model, fits }) =>
    fits.flatMap(({ fit, bestEpoch, epochs: all }) =>
      all.map(({ epoch, rate, trainingLoss, tuningLoss }) => [
        ...[model, fit, epoch + 1, rate, trainingLoss, tuningLoss],
        epoch === bestEpoch ? 'yes' : 'no',
      ]),
    ),
  );
  const comparisons = (trainings?.transfers ?? []).flatMap((test) =>
    test.comparisons.map((one) => [
      ...[test.model, test.partition, one.against, test[one.against], one.metric],
      ...[one.transfer, one.other, one.difference, one.lower, one.upper, one.undefinedBecause],
      ...[one.verdict, test.patients, test.samples],
    ]),
  );
  return [
    [
      'learning-curves.csv',
      ['model', 'fit', 'epoch', 'rate', 'training_loss', 'tuning_loss', 'kept'],
      epochs,
    ],
    [
      'negative-transfer.csv',
      [
        ...[
          'model',
          'partition',
          'against',
          'control',
          'metric',
          'model_value',
          'control_value',
          'difference',
        ],
        ...['lower', 'upper', 'undefined_because', 'verdict', 'patients', 'samples'],
      ],
      comparisons,
    ],
  ];
}

function fewShotTables({ fewShots }: PackInput): Tables {
  const cells = ({
    estimate,
    lower,
    upper,
    undefinedBecause,
  }: FewShots['openSet'][number] | FewShots['points'][number]) => [
    ...[estimate, lower, upper, undefinedBecause],
  ];
  const points = [
    ...(fewShots?.points ?? []).map((one) => [one.method, null, one.measure, one.shots, ...cells(one)]),
    ...(fewShots?.differences ?? []).map((one) => [
      ...[one.method, fewShots?.baseline ?? null, one.measure, one.shots],
      ...cells(one),
    ]),
    ...(fewShots?.openSet ?? []).map((one) => [one.score, null, 'open-set auroc', one.shots, ...cells(one)]),
  ];
  const head = ['method', 'against', 'measure', 'shots', 'estimate', 'lower', 'upper', 'undefined_because'];
  return [['few-shots.csv', head, points]];
}

function judgementTables(input: PackInput): Tables {
  const criteria = (input.decision?.criteria ?? []).map((one) => [
    one.id,
    one.verdict,
    one.value,
    one.lower,
    one.upper,
    one.bound,
    one.patients,
    one.events,
    one.neededEvents,
    one.evidenceId,
    one.why,
  ]);
  const pack = openPack(input);
  const items = chosenMaps(input.requirements ?? []).flatMap((map) =>
    mapCoverage(map, pack).answers.map(({ item, status, evidence, unsigned }) => [
      map.id,
      item.id,
      item.text,
      item.filledBy,
      status,
      evidence.length,
      unsigned.join(' '),
    ]),
  );
  const software = (input.software ?? []).map((one) => [
    one.name,
    one.version,
    one.licence,
    one.scope,
    one.integrity,
  ]);
  return [
    [
      'criteria.csv',
      [
        'criterion',
        'verdict',
        'value',
        'lower',
        'upper',
        'bound',
        'patients',
        'events',
        'needed_events',
        'evidence',
        'why',
      ],
      criteria,
    ],
    ['requirements.csv', ['map', 'item', 'text', 'filled_by', 'state', 'statements', 'unsigned'], items],
    ['software.csv', ['component', 'version', 'licence', 'scope', 'hash'], software],
  ];
}

/** A CSV file for each table of the pack that has a row, by name. */
export function csvTables(input: PackInput): ReadonlyMap<string, string> {
  const evidence = input.evidence.rows.map((row) => evidenceColumns.map((column) => row[column]));
  const settings = input.models.flatMap((model) =>
    Object.entries(model.settings).map(([name, value]) => [model.name, model.kind, name, value]),
  );
  const tables: Tables = [
    ['evidence.csv', evidenceColumns, evidence],
    ['models.csv', ['model', 'kind', 'setting', 'value'], settings],
    ...cohortTables(input),
    [
      'explanations.csv',
      ['explanation', 'model', 'kind', 'feature', 'importance', 'lower', 'upper'],
      explanationRows(input),
    ],
    ...trainingTables(input),
    ...fewShotTables(input),
    ...judgementTables(input),
  ];
  return new Map(
    tables.filter(([, , rows]) => rows.length > 0).map(([name, head, rows]) => [name, csvTable(head, rows)]),
  );
}
