import { formatCount } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { type ItemAnswer, type ItemStatus, type MapCoverage, mapCoverage } from '../requirements/coverage.ts';
import { chosenMaps } from '../requirements/requirement-maps.ts';
import { type SourceName, sources } from '../requirements/sources.ts';
import { dataTable, disclosure, section } from '../table.ts';

const statusWords: Readonly<Record<ItemStatus, string>> = {
  answered: 'answered',
  partly: 'partly answered',
  awaiting: 'awaits a person',
  absent: 'not in this pack',
  not_applicable: 'does not apply',
};
const statusClass: Readonly<Record<ItemStatus, string>> = {
  answered: 'pass',
  partly: 'insufficient_evidence',
  awaiting: 'insufficient_evidence',
  absent: 'fail',
  not_applicable: 'none',
};
const filledWords = { auto: 'software', partly: 'software and person', human: 'person' } as const;

const shownIds = 3;

const place = (name: SourceName) => html`<a href="#${sources[name].section}">${sources[name].title}</a>`;
const joined = (parts: readonly Html[]) => html`${parts.map((part, i) => html`${i > 0 && ', '}${part}`)}`;

function evidenceList({ evidence }: ItemAnswer): Html | null {
  if (evidence.length === 0) return null;
  const ids = evidence.slice(0, shownIds).map((id) => html`<code data-evidence="${id}">${id}</code>`);
  const more = evidence.length > shownIds && html` and ${formatCount(evidence.length - shownIds)} more`;
  return html`<br><span class="soft">statements ${joined(ids)}${more}</span>`;
}

function openPoints({ lacking, unsigned, proposal }: ItemAnswer): Html {
  const parts = [
    proposal &&
      html`Proposed: <strong>${proposal.answer}</strong>, ${proposal.because}; to be confirmed by a person`,
    unsigned.length > 0 && html`awaits ${unsigned.map((field) => field.replaceAll('_', ' ')).join(', ')}`,
    lacking.length > 0 &&
      html`not in this pack: ${lacking.map((name) => sources[name].title.toLowerCase()).join(', ')}`,
  ].filter((part) => part !== null && part !== false);
  return joined(parts);
}

function itemRow(answer: ItemAnswer): Html {
  const { item, status } = answer;
  return html`<tr><th scope="row">${item.id}</th><td class="prose">${item.text}</td><td>${filledWords[item.filledBy]}</td><td><span class="badge ${statusClass[status]}">${statusWords[status]}</span></td><td class="prose">${joined(answer.sources.map(place))}${evidenceList(answer)}</td><td class="prose">${openPoints(answer)}</td></tr>`;
}

function mapBlock({ map, answers }: MapCoverage): Html {
  const chapters = [...new Set(map.items.map((item) => item.chapter))];
  const tables = chapters.map((title) =>
    dataTable({
      caption: `${map.title}: ${title}`,
      className: 'requirements',
      source: 'requirements',
      head: ['Item', 'What is asked', 'Filled by', 'State', 'Where', 'Open'],
      rows: answers.filter(({ item }) => item.chapter === title).map(itemRow),
    }),
  );
  return html`<h3>${map.title}</h3><p class="soft">${map.source}. Version: ${map.version}. Licence: ${map.licence}. ${map.note}</p>${disclosure(`${map.title}: item by item`, tables)}`;
}

/** Which items of the chosen guidelines this pack answers, which it proposes, and which wait for a person. */
export function requirementsSection(pack: Pack): Html | null {
  const maps = chosenMaps(pack.input.requirements ?? []).map((map) => mapCoverage(map, pack));
  if (maps.length === 0) return null;
  const number = (text: string) => html`<th scope="col" class="number">${text}</th>`;
  const statuses = Object.keys(statusWords) as ItemStatus[];
  const coverage = dataTable({
    caption: 'Items by state. Answered: all that is asked is here, and signed where a person must',
    source: 'requirements',
    head: ['Requirement', 'Version', ...statuses.map((status) => number(statusWords[status]))],
    rows: maps.map(
      ({ map, counts }) =>
        html`<tr><th scope="row">${map.title}</th><td>${map.version}</td>${statuses.map((status) => html`<td class="number">${formatCount(counts[status])}</td>`)}</tr>`,
    ),
  });
  return section(
    'requirements',
    'Requirements',
    html`<p>Answered by this software does not mean adequate: whether an answer suffices is for a person to judge. All ids are in <code>requirements.json</code>.</p>${coverage}${maps.map(mapBlock)}`,
  );
}
