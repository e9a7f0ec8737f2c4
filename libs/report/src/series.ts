import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Pack } from './pack.ts';

/** Colour and dash of a model, the same in every figure: told apart without colour too. */
export interface SeriesStyle {
  readonly colour: string;
  readonly dash: string | null;
  /** Class of its sample in a legend. */
  readonly sample: string;
}

const styles: readonly SeriesStyle[] = [
  { colour: 'var(--series-1)', dash: null, sample: 'series-1' },
  { colour: 'var(--series-2)', dash: '7 3', sample: 'series-2' },
  { colour: 'var(--series-3)', dash: '2 3', sample: 'series-3' },
  { colour: 'var(--series-4)', dash: '9 3 2 3', sample: 'series-4' },
];

/** The style of the n-th line, from 0. */
export function styleAt(at: number): SeriesStyle {
  return styles[at % styles.length]!;
}

export function seriesStyle({ evidence }: Pack, model: string): SeriesStyle {
  return styles[Math.max(0, evidence.models.indexOf(model)) % styles.length]!;
}

export function legend(entries: readonly { readonly name: string; readonly sample: string }[]): Html {
  return html`<span class="legend">${entries.map(({ name, sample }) => html`<span><span class="sample ${sample}" aria-hidden="true"></span><bdi>${name}</bdi></span> `)}</span>`;
}
