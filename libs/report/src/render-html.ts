import { createHash } from 'node:crypto';
import { drawn, type Html, html } from './html.ts';
import { openPack, type Pack } from './pack.ts';
import type { PackInput } from './pack-input.ts';
import { calibrationSection } from './sections/calibration.ts';
import { clinicalUseSection } from './sections/clinical-use.ts';
import { comparisonSection } from './sections/comparison.ts';
import { datasheetSection, representativenessSection } from './sections/data-facts.ts';
import { dataQualitySection } from './sections/data-quality.ts';
import { explanationsSection } from './sections/explanations.ts';
import { fewShotsSection } from './sections/few-shots.ts';
import { glossarySection } from './sections/glossary.ts';
import { humanSection } from './sections/human.ts';
import { labelNoiseSection } from './sections/label-noise.ts';
import { limitsSection } from './sections/limits.ts';
import { missingnessSection } from './sections/missingness.ts';
import { modelCardSection } from './sections/model-card.ts';
import { modelsSection } from './sections/models.ts';
import { notEstimableSection } from './sections/not-estimable.ts';
import { optimismSection } from './sections/optimism.ts';
import { otherSitesSection } from './sections/other-sites.ts';
import { patientsSection } from './sections/patients.ts';
import { plainSummarySection } from './sections/plain-summary.ts';
import { provenanceSection } from './sections/provenance.ts';
import { keyFigures, leadSentences, questionSection } from './sections/question.ts';
import { type Chapter as ChapterPart, rankingChapters } from './sections/ranking/chapters.ts';
import { isRankingPack } from './sections/ranking/ranking-pack.ts';
import { rankingKeyFigures, rankingLeadSentences } from './sections/ranking/summary.ts';
import { referencesSection } from './sections/references.ts';
import { requirementsSection } from './sections/requirements.ts';
import { resultsSection } from './sections/results.ts';
import { softwareSection } from './sections/software.ts';
import { subgroupsSection } from './sections/subgroups.ts';
import { thresholdsSection } from './sections/thresholds.ts';
import { trainingSection } from './sections/training.ts';
import { uncertaintySection } from './sections/uncertainty.ts';
import { criteriaTable, leakWarning, verdictBanner } from './sections/verdict.ts';
import { styleSheet } from './style-sheet.ts';
import type { ViewerInput } from './viewer/viewer-input.ts';
import { type ViewerPage, viewerPage } from './viewer/viewer-page.ts';

const chapters: readonly ChapterPart[] = [
  ['plain-summary', 'In plain words', plainSummarySection],
  ['question', 'The question', questionSection],
  ['human', 'Stated by people', humanSection],
  ['datasheet', 'Datasheet', datasheetSection],
  ['patients', 'Patients', patientsSection],
  ['representativeness', 'How alike the sites are', representativenessSection],
  ['missingness', 'Missing values', missingnessSection],
  ['models', 'Models', modelsSection],
  ['training', 'Training', trainingSection],
  ['model-card', 'Model card', modelCardSection],
  ['results', 'Results', resultsSection],
  ['comparison', 'Against the baseline', comparisonSection],
  ['calibration', 'Calibration', calibrationSection],
  ['clinical-use', 'Clinical use', clinicalUseSection],
  ['thresholds', 'At the thresholds', thresholdsSection],
  ['subgroups', 'Subgroups', subgroupsSection],
  ['other-sites', 'Other sites', otherSitesSection],
  ['optimism', 'Optimism and instability', optimismSection],
  ['uncertainty', 'Uncertainty', uncertaintySection],
  ['few-shots', 'From few patients', fewShotsSection],
  ['explanations', 'Explanations', explanationsSection],
  ['label-noise', 'Reading agreement', labelNoiseSection],
  ['not-estimable', 'Not estimable', notEstimableSection],
  ['data-quality', 'Data quality', dataQualitySection],
  ['limits', 'Limits', limitsSection],
  ['requirements', 'Requirements', requirementsSection],
  ['provenance', 'Provenance', provenanceSection],
  ['software', 'Software components', softwareSection],
  ['references', 'References', referencesSection],
  ['glossary', 'Glossary', glossarySection],
];

/** The viewer comes after this chapter. */
const beforeViewer = 'thresholds';

/** The page loads nothing; its one style sheet and, where there is a viewer, its one script are allowed by their hash. */
function policy(viewer: ViewerPage | null): string {
  const hash = createHash('sha256').update(styleSheet).digest('base64');
  const script = viewer === null ? '' : ` script-src ${viewer.scriptSource};`;
  return `default-src 'none';${script} style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
}

interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

/**
 * The evidence pack as one HTML file: no network, the same bytes for the same input. Prints what the input holds and
 * computes nothing; every estimate carries the id of its evidence row in `data-evidence`. With a viewer the same page
 * also recomputes in its reader's browser.
 */
export function renderHtml(input: PackInput, viewer: ViewerInput | null = null): string {
  const pack = openPack(input);
  const own = isRankingPack(pack) ? rankingChapters(chapters) : chapters;
  const bodies = own.flatMap(([id, title, render]) => {
    const body = render(pack);
    return body === null ? [] : [{ id, title, body }];
  });
  const page = pageOf(pack, bodies, null);
  const made = viewer && viewerPage(pack, viewer, page);
  return made ? pageOf(pack, bodies, made) : page;
}

function withViewer(bodies: readonly Chapter[], viewer: ViewerPage): readonly Chapter[] {
  const at = bodies.findIndex(({ id }) => id === beforeViewer) + 1;
  return bodies.toSpliced(at, 0, { id: 'explore', title: 'Explore', body: viewer.section });
}

function pageOf(pack: Pack, chapters: readonly Chapter[], viewer: ViewerPage | null): string {
  const { input } = pack;
  const bodies = viewer === null ? chapters : withViewer(chapters, viewer);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${drawn(policy(viewer))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${input.title}: evidence pack</title>
<style>${drawn(styleSheet)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the verdict</a>
<header><p class="over">Evidence pack</p><h1>${input.title}</h1></header>
<nav aria-label="Contents"><ol>${[{ id: 'content', title: 'Verdict' }, ...bodies].map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
<main id="content" tabindex="-1">
<section aria-labelledby="verdict-title"><h2 id="verdict-title">Verdict</h2>
${verdictBanner(pack)}${leakWarning(pack)}${isRankingPack(pack) ? html`${rankingLeadSentences(pack)}${rankingKeyFigures(pack)}` : html`${leadSentences(pack)}${keyFigures(pack)}`}${input.decision && criteriaTable(pack, input.decision)}
</section>
${bodies.map(({ body }) => body)}
</main>
${viewer === null ? null : viewer.tail}</body>
</html>
`;
  return page.toString();
}
