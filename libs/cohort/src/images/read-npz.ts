import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';
import { ImageError } from './image-error.ts';
import { type NumpyArray, parseNpy } from './parse-npy.ts';

/** An array larger than this is not unpacked. */
const largest = 2 ** 32;

/**
 * The named arrays of a numpy archive; names that it lacks are absent from the result. An entry that unpacks to more
 * than it says is refused.
 *
 * @throws ImageError where it is no zip, or an array is damaged or no plain array of whole numbers
 */
export async function readNpz(
  path: string,
  file: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, NumpyArray>> {
  const zip = await openPromise(path, { autoClose: false }).catch(() => {
    throw new ImageError(file, 'not_an_image', 'is not a readable npz archive', 'fetch it again');
  });
  const found = new Map<string, NumpyArray>();
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.replace(/\.npy$/, '');
      if (!names.includes(name) || found.has(name)) continue;
      if (entry.uncompressedSize > largest) {
        throw new ImageError(file, 'too_large', `an array says ${entry.uncompressedSize} bytes`);
      }
      found.set(name, parseNpy(await buffer(await zip.openReadStreamPromise(entry)), file));
    }
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError(file, 'damaged', 'the archive is damaged', 'fetch it again');
  } finally {
    zip.close();
  }
  return found;
}
