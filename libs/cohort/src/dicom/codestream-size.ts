/** Width and height that a JPEG, JPEG-LS or JPEG 2000 codestream says of itself; undefined where it says none. */
export function codestreamSize(stream: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  if (stream.length < 24) return undefined;
  if (view.getUint32(0) === 0xff4fff51) {
    const [right, bottom] = [view.getUint32(8), view.getUint32(12)];
    return { width: right - view.getUint32(16), height: bottom - view.getUint32(20) };
  }
  if (view.getUint16(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 < stream.length; ) {
    if (stream[at] !== 0xff) return undefined;
    const marker = stream[at + 1]!;
    // A frame header: SOF0 to SOF15 without DHT, JPG and DAC, or SOF55 of JPEG-LS.
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame || marker === 0xf7) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    if (marker === 0xff) at += 1;
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
