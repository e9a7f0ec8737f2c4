import { figure } from '../figure.ts';
import { learningCurveFigure } from '../figures/learning-curve-figure.ts';
import { formatCount } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { legend } from '../series.ts';
import { dataTable, section } from '../table.ts';
import type { TrainingFit, Trainings, TransferTest } from '../trainings/trainings.ts';

const source = 'trainings';
const number = (text: string) => html`<th scope="col" class="number">${text}</th>`;
const cell = (text: string) => html`<td class="number">${text}</td>`;
const digits = (value: number | null) => (value === null ? '' : value.toFixed(3).replace(/^-/, '\u2212'));
const interval = (lower: number | null, upper: number | null) =>
  lower === null || upper === null ? '' : `${digits(lower)} to ${digits(upper)}`;
const readings = {
  helped: 'transfer helped',
  hurt: 'transfer hurt',
  'no difference shown': 'no difference shown',
} as const;
const contrasts = { helped: 'better', hurt: 'worse', 'no difference shown': 'no difference shown' } as const;
const measures = { log_loss: 'log loss', auroc: 'AUROC', accuracy: 'accuracy' } as const;
const controls = { scratch: 'the same from scratch', logistic: 'logistic head, encoder frozen' } as const;

function fitRow({ fit, stopped, bestEpoch, epochs, tuningPatients }: TrainingFit): Html {
  const kept = epochs[bestEpoch]!;
  const end = stopped === 'epochs' ? 'all epochs' : 'stopped early';
  return html`<tr><th scope="row">${fit}</th><td>${end}</td>${cell(formatCount(epochs.length))}${cell(formatCount(bestEpoch + 1))}${cell(digits(kept.trainingLoss))}${cell(digits(kept.tuningLoss))}${cell(formatCount(tuningPatients))}</tr>`;
}

function fitTable(model: string, fits: readonly TrainingFit[]): Html {
  return dataTable({
    caption: `Fits of ${model}`,
    source,
    head: [
      'Fit',
      'Ended',
      number('Epochs'),
      number('Kept'),
      number('Training loss'),
      number('Tuning loss'),
      number('Tuning patients'),
    ],
    rows: fits.map(fitRow),
  });
}

function epochTable(model: string, fits: readonly TrainingFit[]): Html {
  return dataTable({
    caption: `Loss of ${model} by epoch`,
    source,
    head: ['Fit', number('Epoch'), number('Rate'), number('Training loss'), number('Tuning loss')],
    rows: fits.flatMap(({ fit, epochs }) =>
      epochs.map(
        ({ epoch, rate, trainingLoss, tuningLoss }) =>
          html`<tr><th scope="row">${fit}</th>${cell(formatCount(epoch + 1))}${cell(String(Number(rate.toPrecision(3))))}${cell(digits(trainingLoss))}${cell(digits(tuningLoss))}</tr>`,
      ),
    ),
  });
}

function curves({ model, fits }: Trainings['models'][number], at: number): Html {
  const drawing = learningCurveFigure(`learning-curve-${at}`, `Learning curves of ${model}`, fits);
  const tuned = fits.some(({ tuningPatients }) => tuningPatients > 0);
  const samples = [
    { name: 'training part', sample: 'series-2' },
    ...(tuned ? [{ name: 'tuning part', sample: 'series-1' }] : []),
  ];
  const said = tuned
    ? 'Training loss holds dropout and altered copies; tuning loss does not. The dot is the epoch whose weights were kept.'
    : 'No patients were set aside for tuning: every declared epoch was trained and the last is kept.';
  return html`<h3>Learning curves: <bdi>${model}</bdi></h3><div data-source="${source}">${figure([drawing], html`${legend(samples)} ${said}`, epochTable(model, fits))}</div>${fitTable(model, fits)}`;
}

function comparisonRows(test: TransferTest): readonly Html[] {
  return test.comparisons.map(
    (one) =>
      html`<tr><th scope="row"><bdi>${test.model}</bdi></th><td>${test.partition}</td><td>${controls[one.against]} (<bdi>${test[one.against]}</bdi>)</td><td>${measures[one.metric]}</td>${cell(digits(one.transfer))}${cell(digits(one.other))}${cell(digits(one.difference))}${cell(one.undefinedBecause ?? interval(one.lower, one.upper))}<td>${contrasts[one.verdict]}</td></tr>`,
  );
}

function transfers(tests: readonly TransferTest[]): Html | null {
  if (tests.length === 0) return null;
  const said = tests.map(
    ({ model, partition, patients, verdict }) =>
      html`<li><bdi>${model}</bdi>, ${partition}, ${formatCount(patients)} patients: <strong>${readings[verdict]}</strong>.</li>`,
  );
  return html`<h3>Did transfer help?</h3><p>By the log loss, against the same training from untrained weights (was pretraining of use?) and against a logistic head on the frozen encoder (was training it further?). It hurt where the model is worse than either, and helped where it is better than both. The intervals are of the models as fitted, over patients.</p><ul data-source="${source}">${said}</ul>${dataTable(
    {
      caption: 'Fine-tuned models against their controls',
      source,
      head: [
        'Model',
        'Judged on',
        'Against',
        'Measure',
        number('Model'),
        number('Control'),
        number('Difference'),
        number('Interval'),
        'Reading',
      ],
      rows: tests.flatMap(comparisonRows),
    },
  )}`;
}

/** How what was trained by epochs was trained: learning curves, when it stopped, and whether pretraining earned anything. */
export function trainingSection({ input }: Pack): Html | null {
  const trainings = input.trainings;
  if (!trainings || trainings.models.length === 0) return null;
  return section(
    'training',
    'Training',
    html`${transfers(trainings.transfers)}${trainings.models.map(curves)}`,
  );
}
