/**
 * The places of the `count` largest scores in no particular order, an earlier place before a later one with the same score.
 * One pass with a heap: the order of all the others is never worked out.
 */
export function leadingPlaces(scores: ArrayLike<number>, count: number): Int32Array {
  const size = Math.min(count, scores.length);
  const heap = new Int32Array(size);
  const worse = (a: number, b: number) => scores[a] < scores[b] || (scores[a] === scores[b] && a > b);
  const sink = (from: number) => {
    const moved = heap[from];
    let at = from;
    for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && worse(heap[child + 1], heap[child])) child += 1;
      if (!worse(heap[child], moved)) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = moved;
  };
  for (let at = 0; at < size; at += 1) heap[at] = at;
  for (let at = (size >> 1) - 1; at >= 0; at -= 1) sink(at);
  if (size === 0) return heap;
  for (let at = size, least = scores[heap[0]]; at < scores.length; at += 1) {
    if (!(scores[at] > least)) continue;
    heap[0] = at;
    sink(0);
    least = scores[heap[0]];
  }
  return heap;
}
