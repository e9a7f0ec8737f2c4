/** Pictures of one size as a network sees them. */
export interface PictureBatch {
  readonly rows: number;
  readonly height: number;
  readonly width: number;
  /** `rows * height * width * 3` values 0 to 255. */
  readonly pixels: Float32Array;
}

/** Values of one picture. */
export const pictureSize = ({ height, width }: Pick<PictureBatch, 'height' | 'width'>): number =>
  height * width * 3;

/** Each picture's own mean colour all over it: what "nothing to be seen" is taken to be. */
export function meanColours(pictures: PictureBatch): Float32Array {
  const each = pictureSize(pictures);
  const flat = new Float32Array(pictures.pixels.length);
  for (let row = 0; row < pictures.rows; row++) {
    for (let channel = 0; channel < 3; channel++) {
      let total = 0;
      for (let at = channel; at < each; at += 3) total += pictures.pixels[row * each + at];
      const mean = total / (each / 3);
      for (let at = channel; at < each; at += 3) flat[row * each + at] = mean;
    }
  }
  return flat;
}
