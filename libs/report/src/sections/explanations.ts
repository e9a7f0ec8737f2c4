import type { Explanation } from '../explanations/explanations.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { dataTable, section } from '../table.ts';

const source = 'explanations';
const kinds: Readonly<Record<Explanation['kind'], string>> = {
  permutation: 'Permutation importance',
  shapley: 'Shapley values',
  'integrated-gradients': 'Integrated gradients',
  'grad-cam': 'Grad-CAM',
  tokens: 'Weight of words',
};

const number = (text: string) => html`<th scope="col" class="number">${text}</th>`;
const cell = (text: string) => html`<td class="number">${text}</td>`;
const minus = (text: string) => text.replace(/^-/, '\u2212');
/** Three digits, zeros at the end among them, so that limits stand in line. */
const digits = (value: number | null) => {
  if (value === null) return '';
  return value === 0 ? '0' : minus(value.toPrecision(3));
};

const interval = (lower: number | null, upper: number | null) =>
  lower === null || upper === null ? '' : `${digits(lower)} to ${digits(upper)}`;

function gateTable({ id, gates }: Explanation): Html {
  return dataTable({
    caption: `Gates of ${id}`,
    source,
    head: ['Gate', 'Outcome', number('Statistic'), number('Interval'), 'In words'],
    rows: gates.map(
      (gate) =>
        html`<tr><th scope="row">${gate.name}</th><td><span class="badge ${gate.passed ? 'pass' : 'fail'}">${gate.passed ? 'passed' : 'failed'}</span></td>${cell(digits(gate.statistic))}${cell(interval(gate.lower, gate.upper))}<td class="prose">${gate.why}</td></tr>`,
    ),
  });
}

function importanceTable({ id, model, table }: Explanation): Html | null {
  if (table.length === 0) return null;
  return dataTable({
    caption: `Importance of what ${model} is given (${id})`,
    source,
    head: ['Feature', number('Importance'), number('Interval')],
    rows: table.map(
      ({ feature, importance, lower, upper }) =>
        html`<tr><th scope="row"><bdi>${feature}</bdi></th>${cell(digits(importance))}${cell(interval(lower, upper))}</tr>`,
    ),
  });
}

/** A picture comes from a file: as an image it can run nothing and load nothing, whatever it holds. */
function pictureSource({ svg, pngBase64 }: Explanation['figures'][number]): string {
  return svg === undefined
    ? `data:image/png;base64,${pngBase64}`
    : `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

function pictures({ figures }: Explanation): readonly Html[] {
  return figures.map(
    (one) =>
      html`<figure data-source="${source}"><img class="plot" src="${pictureSource(one)}" alt="${one.title}"><figcaption><strong>${one.title}.</strong> ${one.caption}</figcaption></figure>`,
  );
}

function admitted(one: Explanation): Html {
  return html`<h3>${kinds[one.kind]}: ${one.model}</h3>${one.description ? html`<p>${one.description}</p>` : null}${importanceTable(one)}${pictures(one)}${gateTable(one)}`;
}

function refusedTable(refused: readonly Explanation[]): Html {
  const reason = ({ gates }: Explanation) => {
    const failed = gates.filter(({ passed }) => !passed);
    if (failed.length > 0) return failed.map(({ name, why }) => `${name}: ${why}`).join('; ');
    return gates.length === 0 ? 'no gate was tried' : 'not admitted by whoever made it';
  };
  return html`<h3>Not shown</h3><p>An explanation that fails a gate would look as convincing as a sound one. It is named here and neither tabled nor pictured.</p>${dataTable(
    {
      caption: 'Explanations that were refused',
      source,
      head: ['Explanation', 'Model', 'Kind', 'Why it is not shown'],
      rows: refused.map(
        (one) =>
          html`<tr><th scope="row">${one.id}</th><td><bdi>${one.model}</bdi></td><td>${kinds[one.kind]}</td><td class="prose">${reason(one)}</td></tr>`,
      ),
    },
  )}`;
}

/** What the model looks at, where somebody tried to say it and the attempt passed its gates. */
export function explanationsSection({ input }: Pack): Html | null {
  const methods = input.explanations?.methods ?? [];
  if (methods.length === 0) return null;
  const refused = methods.filter((one) => !one.admitted);
  return section(
    'explanations',
    'What the model looks at',
    html`<p>Importance tells what the model uses, not what causes the outcome. Shown is only what passed every gate; these numbers come from the run and cannot be recomputed from the predictions.</p>${methods.filter((one) => one.admitted).map(admitted)}${refused.length > 0 && refusedTable(refused)}`,
  );
}
