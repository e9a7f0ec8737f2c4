import type { AttributionMap } from './attribution-map.ts';
import type { MapExplainer } from './explained-network.ts';
import { pictureSize } from './picture-batch.ts';

/**
 * Brightness gradients of the pictures: looks like an explanation and knows nothing of the network. The gates' own
 * control, which they must refuse.
 */
export const edgeMap: MapExplainer = async (_network, pictures) => {
  const { height, width } = pictures;
  const each = pictureSize(pictures);
  return Array.from({ length: pictures.rows }, (_, row): AttributionMap => {
    const grey = (y: number, x: number) => {
      const at = row * each + (Math.min(y, height - 1) * width + Math.min(x, width - 1)) * 3;
      return pictures.pixels[at] + pictures.pixels[at + 1] + pictures.pixels[at + 2];
    };
    const values = new Float64Array(height * width);
    values.forEach((_value, at) => {
      const [y, x] = [Math.floor(at / width), at % width];
      values[at] = Math.hypot(grey(y + 1, x) - grey(y, x), grey(y, x + 1) - grey(y, x));
    });
    return { height, width, values };
  });
};
