import type { RgbImage } from '../images/rgb-image.ts';

/** Where lettering seems to be drawn into a picture. */
export interface TextBand {
  readonly edge: 'top' | 'bottom';
  /** Rows of the picture, first and last. */
  readonly from: number;
  readonly to: number;
}

/** Rows of lettering that follow each other, at the least. */
const leastRows = 5;
/** Changes between dark and light in such a row, at the least: two strokes. */
const leastChanges = 6;
/** Most pixels between dark and light: drawn letters have hard edges, anatomy has not. */
const hardEdge = 2;

/**
 * Looks for lettering in the upper and lower fifth of a picture: rows with many hard changes between nearly black and
 * nearly white. A heuristic for a warning; its silence proves nothing.
 */
export function burnedInText(image: RgbImage): readonly TextBand[] {
  const { width, height, data } = image;
  const fifth = Math.ceil(height / 5);
  const lettered = (y: number) => {
    let [changes, last, lastAt] = [0, 0, -1];
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const bright = (data[at]! + data[at + 1]! + data[at + 2]!) / 3;
      const side = bright > 200 ? 1 : bright < 60 ? -1 : 0;
      if (side === 0) continue;
      if (last !== 0 && side !== last && x - lastAt <= hardEdge) changes++;
      [last, lastAt] = [side, x];
    }
    return changes >= leastChanges;
  };
  const bands: TextBand[] = [];
  const search = (edge: TextBand['edge'], first: number, end: number) => {
    let from = -1;
    for (let y = first; y <= end; y++) {
      if (y < end && lettered(y)) {
        if (from < 0) from = y;
        continue;
      }
      if (from >= 0 && y - from >= leastRows) bands.push({ edge, from, to: y - 1 });
      from = -1;
    }
  };
  search('top', 0, fifth);
  search('bottom', height - fifth, height);
  return bands;
}
