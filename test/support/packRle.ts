/** Frames in the RLE of DICOM (PS3.5 annex G): a segment for each byte of a word, highest first. */
export function packRle(words: Uint8Array | Uint16Array | Uint32Array, frames: number): Uint8Array[] {
  const length = words.length / frames;
  return Array.from({ length: frames }, (_, i) => packFrame(words.slice(i * length, (i + 1) * length)));
}

function packFrame(words: Uint8Array | Uint16Array | Uint32Array): Uint8Array {
  const step = words.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(words.buffer);
  const segments = Array.from({ length: step }, (_, i) =>
    packSegment(bytes.filter((_, at) => at % step === step - 1 - i)),
  );
  const head = new DataView(new ArrayBuffer(64));
  head.setUint32(0, step, true);
  let start = 64;
  segments.forEach((segment, i) => {
    head.setUint32(4 + 4 * i, start, true);
    start += segment.length;
  });
  return Uint8Array.from([...new Uint8Array(head.buffer), ...segments.flat()]);
}

/** Runs of three or more of a byte become a run; what lies between is copied. */
function packSegment(bytes: Uint8Array): number[] {
  const out: number[] = [];
  let literal: number[] = [];
  const flush = () => {
    if (literal.length > 0) out.push(literal.length - 1, ...literal);
    literal = [];
  };
  for (let at = 0; at < bytes.length; ) {
    let run = 1;
    while (run < 128 && bytes[at + run] === bytes[at]) run++;
    if (run >= 3) {
      flush();
      out.push(257 - run, bytes[at]!);
      at += run;
    } else {
      literal.push(bytes[at++]!);
      if (literal.length === 128) flush();
    }
  }
  flush();
  return out.length % 2 === 1 ? [...out, 128] : out;
}
