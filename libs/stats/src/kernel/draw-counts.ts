import { type Random, unreadStream } from '../random/random.ts';
import type { Engine } from './engine.ts';
import { openWasmEngine } from './wasm-engine.ts';

/** Below this many units the way to the kernel costs more than the draws. */
const worthTheWay = 64;

/**
 * Multiplicities of one bootstrap sample, as many draws as there are units; the stream moves on as if it had been read.
 * False, with nothing drawn, where the stream was read before.
 */
export function drawCounts(
  engine: Engine,
  counts: Uint16Array,
  { units, random }: { readonly units: number; readonly random: Random },
): boolean {
  const stream = unreadStream(random);
  if (stream === undefined) return false;
  stream.skip(engine.draw(stream.identity, units, counts));
  return true;
}

/** The same into memory of the caller; false where the kernel is of no use. */
export function drawCountsInto(into: Float64Array | Uint16Array, random: Random): boolean {
  const units = into.length;
  if (units < worthTheWay || unreadStream(random) === undefined) return false;
  const engine = openWasmEngine(2 * units + 16);
  if (engine === undefined) return false;
  const counts = engine.array(Uint16Array, units);
  const drawn = drawCounts(engine, counts, { units, random });
  into.set(counts);
  engine.close();
  return drawn;
}
