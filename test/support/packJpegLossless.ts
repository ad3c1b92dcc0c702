/** Compresses 16-bit samples as JPEG lossless, predictor 1 (transfer syntax .70), with one Huffman code of 5 bits for all. */
export function packJpegLossless(samples: Uint16Array, height: number, width: number): Uint8Array {
  const sizes = Array.from({ length: 17 }, (_, size) => size);
  const segments = [
    [0xff, 0xd8],
    [0xff, 0xc3, 0, 11, 16, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0],
    [0xff, 0xc4, 0, 36, 0, 0, 0, 0, 0, 17, ...new Array<number>(11).fill(0), ...sizes],
    [0xff, 0xda, 0, 8, 1, 1, 0, 1, 0, 0],
  ];
  return Uint8Array.from([...segments.flat(), ...scan(samples, width), 0xff, 0xd9]);
}

/** The differences to the left neighbour (above, in the first column), each as the number of its bits and the bits. */
function scan(samples: Uint16Array, width: number): number[] {
  const bytes: number[] = [];
  let [buffer, held] = [0, 0];
  const put = (bits: number, count: number) => {
    for (let i = count - 1; i >= 0; i--) {
      buffer = (buffer << 1) | ((bits >> i) & 1);
      if (++held < 8) continue;
      bytes.push(buffer);
      if (buffer === 0xff) bytes.push(0);
      [buffer, held] = [0, 0];
    }
  };
  samples.forEach((sample, i) => {
    const predicted = i === 0 ? 1 << 15 : samples[i % width === 0 ? i - width : i - 1]!;
    const difference = ((sample - predicted + (1 << 15)) & 0xffff) - (1 << 15); // −32768 … 32767
    const size = 32 - Math.clz32(Math.abs(difference));
    put(size, 5);
    if (size < 16) put(difference < 0 ? difference - 1 : difference, size);
  });
  while (held > 0) put(1, 1);
  return bytes;
}
