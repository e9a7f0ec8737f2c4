import type { ViewerDocument } from '@raredx/report';
import type { Choice } from './choice.ts';
import { modelOptions } from './choice.ts';
import { compared } from './compared.ts';
import { controls } from './controls.ts';
import { element } from './element.ts';
import { confusionFigure } from './figures/confusion-figure.ts';
import { netBenefitFigure } from './figures/net-benefit-figure.ts';
import { rocFigure } from './figures/roc-figure.ts';
import { liveTable } from './live-table.ts';
import { openRows } from './open-rows.ts';
import { saidOfEvidence, saidOfNumbers, saidOfPopulation } from './said.ts';
import type { ToldRows } from './told-rows.ts';

/** The slider has come to rest. */
const restMilliseconds = 250;

function firstChoice(page: ViewerDocument, thresholds: readonly number[]): Choice {
  return {
    frame: 0,
    site: null,
    model: modelOptions(page, 0)[0]!,
    attribute: null,
    level: null,
    threshold: thresholds[0] ?? 0.1,
  };
}

/** Builds the interactive part into its place: at once what has a closed form, at rest what needs resampled patients. */
export function explore(page: ViewerDocument, place: HTMLElement, told: ToldRows): void {
  const thresholds = (page.plan.thresholds as readonly number[] | undefined) ?? [];
  const rows = openRows(page);
  const table = liveTable();
  const figures = [confusionFigure(), rocFigure(thresholds), netBenefitFigure(thresholds)];
  const who = element('p');
  const numbers = element('p', { class: 'said', 'aria-live': 'polite', 'aria-atomic': true });
  const evidence = element('p', { class: 'soft' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;

  const settle = (choice: Choice) => {
    const { threshold } = choice;
    const population = rows.population(choice.frame, choice);
    const made = population.rows(threshold, { resample: true });
    const match = compared(made, told);
    table.show(made, true);
    table.tie(match.alike);
    who.textContent = saidOfPopulation(page, choice, population);
    numbers.textContent = saidOfNumbers(made, threshold);
    evidence.className = match.apart.length > 0 ? 'fail' : 'soft';
    evidence.textContent = saidOfEvidence(match, thresholds.includes(threshold));
    place.dataset.settled = String(threshold);
  };
  const show = (choice: Choice) => {
    const { threshold } = choice;
    const population = rows.population(choice.frame, choice);
    table.tie(new Map());
    table.show(population.rows(threshold, { resample: false }), false);
    for (const figure of figures) figure.show(population, threshold);
  };
  const onChoice = (choice: Choice) => {
    delete place.dataset.settled;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => show(choice));
    timer = setTimeout(() => settle(choice), restMilliseconds);
  };
  const start = firstChoice(page, thresholds);
  const { form } = controls(page, start, { thresholds, onChoice });
  place.classList.add('viewer');
  place.append(
    form,
    who,
    numbers,
    evidence,
    table.region,
    element('div', { class: 'figures' }, ...figures.map((one) => one.figure)),
  );
  show(start);
  timer = setTimeout(() => settle(start), restMilliseconds);
}
