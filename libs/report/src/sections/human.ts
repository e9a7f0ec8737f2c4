import { cohortName } from '../cohort-name.ts';
import { measureHeading } from '../evidence-column.ts';
import { formatCount, formatEstimate } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import { completeness } from '../human/completeness.ts';
import { type HazardTest, hazardTests } from '../human/hazard-tests.ts';
import { humanFields } from '../human/human-fields.ts';
import { type Hazard, isSigned } from '../human/human-items.ts';
import type { Pack } from '../pack.ts';
import { dataTable, section } from '../table.ts';
import { verdictWords } from '../verdict-sentence.ts';

function fieldRow({ input }: Pack, id: string): Html {
  const field = humanFields.find((one) => one.id === id)!;
  const answer = input.human?.fields[id];
  const name = html`<th scope="row">${field.title}<br><span class="soft">${field.asks}</span></th>`;
  if (!answer || answer.text.trim() === '')
    return html`<tr>${name}<td class="undefined">empty</td><td class="undefined">to be written and signed: ${field.owner}</td></tr>`;
  const signature = isSigned(answer)
    ? html`written by <bdi>${answer.author}</bdi>; signed by <bdi>${answer.signed_by}</bdi>, ${answer.date}`
    : html`<strong>not signed</strong>${answer.author !== '' && html`; written by <bdi>${answer.author}</bdi>`}`;
  return html`<tr>${name}<td class="prose">${answer.text}</td><td>${signature}</td></tr>`;
}

function testText(test: HazardTest, { evidence }: Pack): Html {
  if ('criterion' in test)
    return html`<bdi>${test.criterion.id}</bdi>: ${verdictWords[test.criterion.verdict]}`;
  const { row } = test;
  return html`<span data-evidence="${row.id}">${measureHeading(row)}, <bdi>${row.model}</bdi>, ${cohortName(row, evidence).toLowerCase()}: ${formatEstimate(row)}</span>`;
}

function hazardRow(hazard: Hazard, pack: Pack): Html {
  const tests = hazardTests(hazard, pack);
  const list = html`<ul class="dense">${tests.map((test) => html`<li>${testText(test, pack)}</li>`)}</ul>`;
  const signed =
    hazard.signed_by === '' || hazard.date === ''
      ? html`<strong>not signed</strong>`
      : html`<bdi>${hazard.signed_by}</bdi>, ${hazard.date}`;
  return html`<tr><th scope="row"><bdi>${hazard.id}</bdi></th><td class="prose">${hazard.hazard}</td><td class="prose">${hazard.harm}</td><td class="prose">${hazard.control}</td><td class="prose">${tests.length === 0 ? html`<strong>no test</strong>` : list}</td><td class="prose">${hazard.residual}</td><td>${signed}</td></tr>`;
}

/** What only people can state, as they stated it; what they have not is printed as empty. */
export function humanSection(pack: Pack): Html {
  const { wanted, missing } = completeness(pack);
  const hazards = pack.input.human?.hazards ?? [];
  const fields = dataTable({
    caption: 'Statements by people',
    source: 'human',
    head: ['Item', 'Statement', 'Who'],
    rows: wanted.map((id) => fieldRow(pack, id)),
  });
  const hazardTable =
    hazards.length > 0 &&
    dataTable({
      caption: 'Hazards and the tests of their controls',
      source: 'human',
      head: ['Hazard', 'What', 'Harm', 'Control', 'Tests', 'Residual risk', 'Signed'],
      rows: hazards.map((hazard) => hazardRow(hazard, pack)),
    });
  return section(
    'human',
    'Stated by people',
    html`<p><strong>${formatCount(wanted.length - missing.length)} of ${formatCount(wanted.length)} human items filled and signed.</strong> None of these is ever generated. That a name stands here was not checked against an identity.</p>${fields}${hazardTable}`,
  );
}
