import { createHash } from 'node:crypto';
import { drawn, type Html, html } from '../html.ts';
import { styleSheet } from '../style-sheet.ts';
import { dataTable, section } from '../table.ts';
import type { MonitoringPage, PageSection, PageTable } from './monitoring-page.ts';
import { sequenceFigure } from './sequence-figure.ts';

const looks = {
  alert: { banner: 'fail', sign: '✕' },
  quiet: { banner: 'pass', sign: '✓' },
  insufficient: { banner: 'insufficient_evidence', sign: '?' },
} as const;

/** A monitoring report as one HTML file: no network, no script, the same bytes for the same input. Computes nothing. */
export function renderMonitoring(page: MonitoringPage): string {
  const { banner, sign } = looks[page.verdict];
  const hash = createHash('sha256').update(styleSheet).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const contents = [{ id: 'content', title: 'Verdict' }, ...page.sections];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${drawn(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${page.title}</title>
<style>${drawn(styleSheet)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the verdict</a>
<header><p class="over">Monitoring</p><h1>${page.title}</h1></header>
<nav aria-label="Contents"><ol>${contents.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
<main id="content" tabindex="-1">
<section aria-labelledby="verdict-title"><h2 id="verdict-title">Verdict</h2>
<div class="banner ${banner}">
<p class="verdict"><span class="sign" aria-hidden="true">${sign}</span>${page.verdictWords}</p>
<p>${page.sentence}</p>
</div>
</section>
${page.sections.map(sectionOf)}
</main>
</body>
</html>
`.toString();
}

function sectionOf({ id, title, paragraphs, tables, charts }: PageSection): Html {
  return section(
    id,
    title,
    html`${paragraphs.map((text) => html`<p>${text}</p>`)}${tables.map(tableOf)}${charts.map(sequenceFigure)}`,
  );
}

function tableOf({ caption, head, rows }: PageTable): Html {
  return dataTable({
    caption,
    head,
    rows: rows.map(
      ([first = '', ...rest]) =>
        html`<tr><th scope="row">${first}</th>${rest.map((text) => html`<td>${text}</td>`)}</tr>`,
    ),
  });
}
