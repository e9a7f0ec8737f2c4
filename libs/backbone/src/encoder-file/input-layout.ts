import { ConfigError } from '@raredx/experiment';
import type { ImageSize } from '../image/image-size.ts';
import type { EncoderFile, InputShape, LoadedEncoder } from './encoder-file.ts';

export interface InputLayout {
  readonly layout: 'nhwc' | 'nchw';
  readonly size: ImageSize;
}

const shown = (shape: InputShape) => `(${shape.map((size) => size ?? '?').join(', ')})`;

const layoutOf = ({ layout, path }: EncoderFile, shape: InputShape): 'nhwc' | 'nchw' => {
  const possible = (['nhwc', 'nchw'] as const).filter((each) => {
    const channels = shape[each === 'nhwc' ? 3 : 1];
    return channels === 3 || channels === null;
  });
  const certain = possible.filter((each) => shape[each === 'nhwc' ? 3 : 1] === 3);
  if (layout !== undefined && !possible.includes(layout)) {
    const advice = possible[0] ? `use layout: ${possible[0]}` : 'an encoder of three channels is needed';
    throw new ConfigError(path, `layout ${layout} does not fit the input ${shown(shape)}`, advice);
  }
  const found = layout ?? (certain.length === 1 ? certain[0] : undefined);
  if (found) return found;
  throw new ConfigError(
    path,
    `the layout of the input ${shown(shape)} is not clear`,
    'say layout: nhwc or nchw',
  );
};

/**
 * Where the model wants channels, and at which size it takes images; a size that it fixes is kept.
 *
 * @throws ConfigError where the input is not float32 images of three channels, or does not fit what was asked for
 */
export function inputLayout(
  file: EncoderFile,
  { shape, type }: LoadedEncoder['input'],
  asked: ImageSize | undefined,
): InputLayout {
  const { path } = file;
  if (type !== 'float32') {
    throw new ConfigError(path, `the input is ${type}, not float32`, 'export the model with a float32 input');
  }
  if (shape.length !== 4) {
    throw new ConfigError(path, `the input ${shown(shape)} is no batch of images`, 'four axes are needed');
  }
  const layout = layoutOf(file, shape);
  const [high, wide] = layout === 'nhwc' ? [shape[1], shape[2]] : [shape[2], shape[3]];
  const size = { height: high ?? asked?.height ?? 224, width: wide ?? asked?.width ?? 224 };
  if (asked && (asked.height !== size.height || asked.width !== size.width)) {
    const both = `${asked.width} × ${asked.height}`;
    throw new ConfigError(
      path,
      `takes images of ${size.width} × ${size.height} only, not ${both}`,
      'leave out size',
    );
  }
  return { layout, size };
}
