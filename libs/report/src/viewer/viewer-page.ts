import { createHash } from 'node:crypto';
import type { EvidenceRow } from '@raredx/tables';
import { formatScalar, formatShare } from '../format-number.ts';
import { drawn, type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { disclosure, section } from '../table.ts';
import { type PackedFrames, packFrames } from './pack-frames.ts';
import { packStatements, rowsOfPage } from './statement-columns.ts';
import type { ViewerDocument } from './viewer-document.ts';
import type { ViewerInput } from './viewer-input.ts';
import { rowsInside } from './viewer-rows-text.ts';

/** A page is to stay below 3 MB; where it is beyond that already, a few thousand rows still come in. */
const mostBytes = 2_995_000;
const leastRoom = 60_000;
const sectionBytes = 10_000;

/** What the viewer shows, so that the evidence's own rows for it are inside too. */
const liveMetrics = new Set([
  'auroc',
  'brier',
  'calibration_in_the_large',
  'calibration_intercept',
  'calibration_slope',
  'oe_ratio',
  'sensitivity',
  'specificity',
  'ppv',
  'npv',
  'lr_positive',
  'lr_negative',
  'net_benefit',
  'net_benefit_treat_all',
]);

/** The parts that make a page interactive. Without its script every number of the page stands as before. */
export interface ViewerPage {
  readonly section: Html;
  /** Data, then script: the last elements of the body. */
  readonly tail: Html;
  /** Source list of the page's policy. */
  readonly scriptSource: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();

/** In a script element nothing may look like its end, nor like a comment. */
function requireSafeScript(script: string): void {
  if (/<\/script|<!--/i.test(script)) throw new Error('viewer: the script holds an end tag or a comment');
}

function liveRows(pack: Pack, { frames }: PackedFrames): EvidenceRow[] {
  const inside = new Set(
    frames.flatMap(({ label, partition, models }) =>
      models.map(({ name }) => JSON.stringify([label, partition, name])),
    ),
  );
  const declared = new Set(pack.input.thresholds);
  return pack.evidence.rows.filter(
    ({ metric, label, partition, model, threshold }) =>
      liveMetrics.has(metric) &&
      (threshold === null || declared.has(threshold)) &&
      inside.has(JSON.stringify([label, partition, model])),
  );
}

function madeBy(pack: Pack, { script, plan }: ViewerInput): Html {
  const { software } = pack.input.provenance;
  const version = software === undefined || software === null ? 'raredx' : formatScalar(software);
  const { bootstrap, seed, confidence } = plan;
  return html`<p class="soft made">How these numbers are made: in this browser, from the rows inside the page, by the statistics of ${version} (script <code>sha256-${sha256(script).toString('hex').slice(0, 16)}</code>, allowed by this hash alone), with the plan of the evidence: ${typeof bootstrap === 'number' && formatScalar(bootstrap)} resamples of patients, seed ${typeof seed === 'number' && formatScalar(seed)}, ${typeof confidence === 'number' && formatShare(confidence)} intervals. Nothing is sent anywhere.</p>`;
}

function viewerSection(pack: Pack, viewer: ViewerInput, packed: PackedFrames): Html {
  const body = html`<p>What the models would have done at another threshold, in another cohort or subgroup. Only the thresholds declared beforehand are evidence; a threshold chosen here, after looking, is not.</p>
<p class="soft" data-viewer="off">To choose, open this page in a browser with scripts allowed for it. All evidence stands in the tables of this page without them.</p>
<div data-viewer="on" hidden></div>
${madeBy(pack, viewer)}${disclosure('Which rows are inside this page', rowsInside(pack, packed))}`;
  return section('explore', 'Explore thresholds and subgroups', body);
}

/**
 * Makes the viewer's parts for a page.
 *
 * @param page the page without them: its length leaves room, its numbers are told by the viewer
 */
export function viewerPage(pack: Pack, viewer: ViewerInput, page: string): ViewerPage | null {
  const { script, predictions, plan } = viewer;
  requireSafeScript(script);
  const { rows, models } = pack.evidence;
  const onPage = rowsOfPage(page, rows);
  const named = new Set(onPage);
  const furtherOf = (packed: PackedFrames) => liveRows(pack, packed).filter((row) => !named.has(row));
  const wanted = packFrames(predictions, models, mostBytes);
  const others = script.length + packStatements(onPage, furtherOf(wanted)).length + sectionBytes;
  const room = mostBytes - Buffer.byteLength(page) - others;
  const packed = packFrames(predictions, models, Math.max(leastRoom, room));
  if (packed.frames.length === 0) return null;
  const names = new Set(packed.frames.flatMap((frame) => frame.models.map(({ name }) => name)));
  const document: ViewerDocument = {
    version: 1,
    plan,
    models: models.filter((name) => names.has(name)),
    frames: packed.frames,
    statements: packStatements(onPage, furtherOf(packed)),
  };
  const data = JSON.stringify(document).replaceAll('<', '\\u003c');
  return {
    section: viewerSection(pack, viewer, packed),
    tail: drawn(
      `<script type="application/json" id="viewer-data">${data}</script>\n<script>${script}</script>\n`,
    ),
    scriptSource: `'sha256-${sha256(script).toString('base64')}'`,
  };
}
