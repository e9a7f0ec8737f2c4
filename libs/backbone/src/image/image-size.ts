/** Height and width in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/**
 * How an image of another shape fills the input: `stretch` shows all of it and changes its proportions, `cover` cuts the
 * longer side about the centre, `contain` shows all of it between grey bars.
 */
export type ImageFit = 'stretch' | 'cover' | 'contain';
