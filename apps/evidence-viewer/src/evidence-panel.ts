import { formatCount, formatShare, metricFacts, type Told } from '@raredx/report';
import { element } from './element.ts';

export interface EvidencePanel {
  readonly show: (told: Told) => void;
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function entries(told: Told): readonly (readonly [string, string | null])[] {
  const { metric, model, label, partition, site, attribute, level, threshold } = told;
  const facts = metricFacts(metric);
  return [
    ['Measure', sentence(facts.title)],
    ['Meaning', facts.plain || null],
    ['Value', told.undefinedBecause === null ? told.printed : null],
    ['Not estimable', told.undefinedBecause],
    ['Interval', told.confidence === null ? null : formatShare(told.confidence)],
    ['Method', told.method],
    ['Patients', formatCount(told.patients)],
    ['Samples', told.samples === told.patients ? null : formatCount(told.samples)],
    ['Events', formatCount(told.events)],
    ['Model', model],
    ['Outcome', label],
    ['Cohort', [partition, site].filter((part) => part !== null).join(', ')],
    ['Subgroup', attribute === null ? null : `${attribute}: ${level}`],
    ['Threshold', threshold === null ? null : formatShare(threshold)],
    ['Note', told.note],
    ['Evidence row', told.id],
  ];
}

/** One row of the evidence in a dialog: Escape or the button closes it, and the focus returns to the number. */
export function evidencePanel(page: Document): EvidencePanel {
  const list = element('dl');
  const close = element('button', { type: 'button' }, 'Close');
  const title = element('h2', { id: 'told-title' }, 'How this number came about');
  const dialog = element('dialog', { class: 'told', 'aria-labelledby': 'told-title' }, title, list, close);
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  page.body.append(dialog);
  return {
    show: (told) => {
      list.replaceChildren(
        ...entries(told).flatMap(([name, value]) =>
          value === null || value === ''
            ? []
            : [element('dt', {}, name), element('dd', {}, element('bdi', {}, value))],
        ),
      );
      dialog.showModal();
      dialog.scrollTop = 0;
    },
  };
}
