import type { ViewerDocument } from '@raredx/report';
import { evidencePanel } from './evidence-panel.ts';
import { explore } from './explore.ts';
import { numberStops } from './number-stops.ts';
import { toldRows } from './told-rows.ts';

/** The page's data, as text in an element that no browser runs. */
function pageData(page: Document): ViewerDocument {
  return JSON.parse(page.getElementById('viewer-data')?.textContent ?? '') as ViewerDocument;
}

function start(page: Document): void {
  const place = page.querySelector<HTMLElement>('[data-viewer="on"]');
  if (!place) return;
  const data = pageData(page);
  const told = toldRows(data.statements, page);
  numberStops(page, told, evidencePanel(page));
  place.hidden = false;
  explore(data, place, told);
  page.querySelector<HTMLElement>('[data-viewer="off"]')?.remove();
}

start(document);
