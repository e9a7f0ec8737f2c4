import { formatShare, type ViewerDocument } from '@raredx/report';
import {
  type Choice,
  cohortOptions,
  modelOptions,
  moved,
  type SubgroupOption,
  subgroupOptions,
} from './choice.ts';
import { element } from './element.ts';

export interface Controls {
  readonly form: HTMLFormElement;
}

const smallest = 0.1;
const largest = 99.9;

/** Percent as typed, as the risk it is: 14.3 is 0.143 to the last bit, which a division would not promise. */
export function riskOf(percent: string): number | null {
  if (!/^\d{1,2}(\.\d{1,6})?$/.test(percent)) return null;
  const risk = Number(`${percent}e-2`);
  return risk >= smallest / 100 && risk <= largest / 100 ? risk : null;
}

const percentOf = (risk: number) => String(Number((risk * 100).toFixed(6)));

function labelled(id: string, text: string, control: HTMLElement, wide = false): HTMLElement {
  return element('div', { class: wide ? 'wide' : null }, element('label', { for: id }, text), control);
}

function fill(select: HTMLSelectElement, names: readonly string[], chosen: number): void {
  select.replaceChildren(
    ...names.map((name, at) => element('option', { value: at, selected: at === chosen }, name)),
  );
  select.selectedIndex = chosen;
}

function fillSubgroups(select: HTMLSelectElement, options: readonly SubgroupOption[], choice: Choice): void {
  const everybody = element('option', { value: -1 }, 'Everybody');
  const attributes = [...new Set(options.map(({ attribute }) => attribute))];
  const groups = attributes.map((attribute) =>
    element(
      'optgroup',
      { label: null },
      ...options.flatMap((option, at) =>
        option.attribute === attribute
          ? [element('option', { value: at }, `${attribute}: ${option.level}`)]
          : [],
      ),
    ),
  );
  for (const [at, group] of groups.entries()) group.label = attributes[at]!;
  select.replaceChildren(everybody, ...groups);
  const chosen = options.findIndex(
    ({ attribute, level }) => attribute === choice.attribute && level === choice.level,
  );
  select.value = String(chosen);
}

function thresholdControls(declared: readonly number[], choose: (risk: number) => void) {
  const range = element('input', { type: 'range', id: 'viewer-range', min: 0.5, max: 99.5, step: 0.5 });
  const box = element('input', {
    type: 'number',
    id: 'viewer-threshold',
    min: smallest,
    max: largest,
    step: 0.1,
    inputmode: 'decimal',
    'aria-label': 'Threshold in percent',
  });
  const buttons = declared.map((risk) => {
    const button = element('button', { type: 'button', 'aria-pressed': 'false' }, formatShare(risk));
    button.addEventListener('click', () => choose(risk));
    return { risk, button };
  });
  for (const input of [range, box]) {
    input.addEventListener('input', () => {
      const risk = riskOf(input.value);
      input.setAttribute('aria-invalid', String(risk === null));
      if (risk !== null) choose(risk);
    });
  }
  const shown = (risk: number) => {
    range.value = percentOf(risk);
    range.setAttribute('aria-valuetext', `${percentOf(risk)} percent`);
    if (riskOf(box.value) !== risk) box.value = percentOf(risk);
    box.setAttribute('aria-invalid', 'false');
    for (const one of buttons) one.button.setAttribute('aria-pressed', String(one.risk === risk));
  };
  const declaredButtons = buttons.length > 0 && [
    element('span', { class: 'soft' }, 'declared:'),
    ...buttons.map(({ button }) => button),
  ];
  const line = element(
    'div',
    { class: 'threshold' },
    range,
    box,
    element('span', {}, '%'),
    ...(declaredButtons || []),
  );
  return { line, shown };
}

/** The form; calls back with every choice that can be shown. */
export function controls(
  page: ViewerDocument,
  start: Choice,
  {
    thresholds,
    onChoice,
  }: { readonly thresholds: readonly number[]; readonly onChoice: (choice: Choice) => void },
): Controls {
  let choice = start;
  const cohorts = cohortOptions(page);
  const cohort = element('select', { id: 'viewer-cohort' });
  const model = element('select', { id: 'viewer-model' });
  const subgroup = element('select', { id: 'viewer-subgroup' });
  const threshold = thresholdControls(thresholds, (risk) => take({ ...choice, threshold: risk }));

  const show = () => {
    const { frame, site } = choice;
    const here = cohorts.findIndex((option) => option.frame === frame && option.site === site);
    fill(
      cohort,
      cohorts.map(({ name }) => name),
      here,
    );
    fill(model, modelOptions(page, frame), modelOptions(page, frame).indexOf(choice.model));
    fillSubgroups(subgroup, subgroupOptions(page, frame), choice);
    threshold.shown(choice.threshold);
  };
  const take = (next: Choice) => {
    const onlyThreshold = { ...next, threshold: choice.threshold };
    const isOther = JSON.stringify(onlyThreshold) !== JSON.stringify(choice);
    choice = next;
    if (isOther) show();
    else threshold.shown(choice.threshold);
    onChoice(choice);
  };
  cohort.addEventListener('change', () => take(moved(page, choice, cohorts[cohort.selectedIndex]!)));
  model.addEventListener('change', () =>
    take({ ...choice, model: modelOptions(page, choice.frame)[model.selectedIndex]! }),
  );
  subgroup.addEventListener('change', () => {
    const chosen = subgroupOptions(page, choice.frame)[Number(subgroup.value)];
    take({ ...choice, attribute: chosen?.attribute ?? null, level: chosen?.level ?? null });
  });
  const form = element(
    'form',
    {},
    element(
      'fieldset',
      { class: 'choose' },
      element('legend', {}, 'Choose'),
      labelled('viewer-cohort', 'Cohort', cohort),
      labelled('viewer-model', 'Model', model),
      labelled('viewer-subgroup', 'Subgroup', subgroup),
      labelled('viewer-range', 'Threshold: a risk at or above it counts as positive', threshold.line, true),
    ),
  );
  form.addEventListener('submit', (event) => event.preventDefault());
  show();
  return { form };
}
