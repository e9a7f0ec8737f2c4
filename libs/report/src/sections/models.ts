import { formatScalar } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import type { PackModel } from '../pack-input.ts';
import { section } from '../table.ts';

function settings(model: PackModel): Html | null {
  const entries = Object.entries(model.settings);
  if (entries.length === 0) return null;
  return html`<details><summary>Settings</summary><dl class="facts">${entries.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${formatScalar(value)}</dd></div>`,
  )}</dl></details>`;
}

export function modelsSection({ input, evidence }: Pack): Html {
  const undescribed = evidence.models.filter((name) => !input.models.some((model) => model.name === name));
  const tags = (model: PackModel) => [
    model.name === input.primary && html` <span class="tag">primary</span>`,
    model.name === input.baseline && html` <span class="tag">baseline</span>`,
    !model.deployable && html` <span class="tag">for comparison only</span>`,
  ];
  return section(
    'models',
    'Models',
    html`<ul class="models" data-source="experiment">${input.models.map(
      (model) => html`
<li><h3><bdi>${model.name}</bdi>${tags(model)}</h3><p>${model.kind !== model.name && html`<span class="soft">${model.kind}.</span> `}${model.description}</p>${settings(model)}</li>`,
    )}${undescribed.map(
      (name) => html`
<li><h3><bdi>${name}</bdi></h3><p class="soft">Known by its predictions only: nothing about how it was made came with them.</p></li>`,
    )}</ul>`,
  );
}
