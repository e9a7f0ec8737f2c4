import type { Engine, TypedArray, TypedArrayType } from './engine.ts';
import { instantiateKernel, type KernelExports } from './web-assembly.ts';

const pageBytes = 65_536;
/** Arrays start here: below lies the kernel's own data, from 1024 up. */
const lowest = 4096;
/** A larger memory is not kept for the next sample, nor asked for at all beyond the second. */
const mostKept = 2 ** 26;
const mostAsked = 2 ** 30;
const idle: KernelExports[] = [];

/** An engine with room for `bytes` (each array rounded up to 16), or undefined where WebAssembly cannot serve. */
export function openWasmEngine(bytes: number): Engine | undefined {
  if (bytes > mostAsked) return undefined;
  const kernel = idle.pop() ?? instantiateKernel();
  if (kernel === undefined || !hasRoom(kernel, lowest + bytes)) return undefined;
  const { buffer } = kernel.memory;
  let top = lowest;
  const array = <T extends TypedArray>(type: TypedArrayType<T>, length: number): T => {
    const made = new type(buffer, top, length);
    top += Math.ceil((length * type.BYTES_PER_ELEMENT) / 16) * 16;
    made.fill(0);
    return made;
  };
  return {
    name: 'wasm',
    array,
    ...loops(kernel),
    close: () => {
      if (buffer.byteLength <= mostKept) idle.push(kernel);
    },
  };
}

function hasRoom({ memory }: KernelExports, bytes: number): boolean {
  const pages = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes);
  if (pages <= 0) return true;
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}

function loops(kernel: KernelExports): Omit<Engine, 'name' | 'array' | 'close'> {
  return {
    draw: (identity, units, counts) =>
      kernel.draw(units, units, identity[0]!, identity[1]!, identity[2]!, identity[3]!, counts.byteOffset),
    gather: (place, counts, { weight, prefix }) =>
      kernel.gather(place.length, place.byteOffset, counts.byteOffset, weight.byteOffset, prefix.byteOffset),
    rank: (bounds, prefix, { found, out }) =>
      kernel.rank(bounds.length / 3, bounds.byteOffset, prefix.byteOffset, found.byteOffset, out.byteOffset),
    dots: (weight, a, b, out) =>
      kernel.dots(weight.length, weight.byteOffset, a.byteOffset, b.byteOffset, out.byteOffset),
    cells: ({ row, run }, { prefix, found }, { weight, events }) =>
      kernel.cells(
        row.length - 1,
        row.byteOffset,
        run.byteOffset,
        prefix.byteOffset,
        found.byteOffset,
        weight.byteOffset,
        events.byteOffset,
      ),
    cellDots: (row, weight, a, out) =>
      kernel.cellDots(row.length - 1, row.byteOffset, weight.byteOffset, a.byteOffset, out.byteOffset),
    moments: (end, weight, distance, into) =>
      kernel.moments(end.length, end.byteOffset, weight.byteOffset, distance.byteOffset, into.byteOffset),
    line: ({ groups, centre, moments, start, events, eventsX }, out) =>
      kernel.line(
        groups,
        centre.byteOffset,
        moments.byteOffset,
        start[0],
        start[1],
        events,
        eventsX,
        out.byteOffset,
      ),
    splineColumns: ({ x, knots, curve1, curve2 }) =>
      kernel.splineColumns(x.length, x.byteOffset, knots.byteOffset, curve1.byteOffset, curve2.byteOffset),
    spline: ({ x, curve1, curve2, weight, events, linear, variance, coefficients }) =>
      kernel.spline(
        x.length,
        x.byteOffset,
        curve1.byteOffset,
        curve2.byteOffset,
        weight.byteOffset,
        events.byteOffset,
        linear.byteOffset,
        variance.byteOffset,
        coefficients.byteOffset,
      ),
  };
}
