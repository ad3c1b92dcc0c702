import { deflateSync } from 'node:zlib';
import { encode, type ImageData } from 'fast-png';
import { describe, expect, test } from 'vitest';

import { decodeGreyPng, decodeLevelsPng, decodeMaskPng } from '../../../../src/data/formats/png/decodePng';
import { countAllocated } from '../../../support/fuzz';
import { withPngSums } from '../../../support/pngSums';

const png = (width: number, height: number, data: number[], rest: Partial<ImageData> = {}) =>
  encode({
    width,
    height,
    data: rest.depth === 16 ? Uint16Array.from(data) : Uint8Array.from(data),
    channels: 1,
    ...rest,
  });

describe('decodeGreyPng', () => {
  test('8 bits become grey levels from 0 to 1', () => {
    expect(decodeGreyPng(png(3, 1, [0, 51, 255]))).toEqual({
      height: 1,
      width: 3,
      data: Float32Array.from([0, 0.2, 1]),
    });
  });

  test('1 bit becomes black and white, every row starting in a byte of its own', () => {
    const bits = png(3, 2, [0b10100000, 0b01000000], { depth: 1 });
    expect([...decodeGreyPng(bits).data]).toEqual([1, 0, 1, 0, 1, 0]);
  });

  test('RGB with equal channels is grey, and alpha does not count', () => {
    expect([...decodeGreyPng(png(2, 1, [51, 51, 51, 0, 0, 0], { channels: 3 })).data]).toEqual([
      ...Float32Array.of(0.2, 0),
    ]);
    expect([...decodeGreyPng(png(1, 1, [255, 255, 255, 7], { channels: 4 })).data]).toEqual([1]);
    expect([...decodeGreyPng(png(1, 1, [255, 7], { channels: 2 })).data]).toEqual([1]);
  });

  test('a colour is refused with its place', () => {
    const colour = png(2, 2, [1, 1, 1, 2, 2, 2, 3, 3, 3, 9, 8, 7], { channels: 3 });
    expect(() => decodeGreyPng(colour)).toThrow(
      new RangeError('expected a grey image; received a colour at row 1, column 1'),
    );
  });

  test('16 bits are refused: no window has been applied', () => {
    expect(() => decodeGreyPng(png(1, 1, [40_000], { depth: 16 }))).toThrow(
      new RangeError('a 16-bit PNG is not windowed yet: apply the CT window and save 8 bits'),
    );
  });

  test('other bytes are no PNG', () => {
    expect(() => decodeGreyPng(Uint8Array.of(0xff, 0xd8, 0xff))).toThrow(new Error('not a PNG file'));
  });

  test('a file cut short is broken', () => {
    const whole = png(3, 1, [0, 51, 255]);
    expect(() => decodeGreyPng(whole.slice(0, 45))).toThrow(new Error('a broken PNG file'));
  });
});

describe('decodeLevelsPng', () => {
  test('levels stay as they are, of 16 bits in 16', () => {
    expect(decodeLevelsPng(png(2, 1, [7, 255]))).toEqual({ height: 1, width: 2, data: Uint8Array.of(7, 255) });
    const wide = decodeLevelsPng(png(2, 1, [7, 65_535], { depth: 16 }));
    expect(wide.data).toEqual(Uint16Array.of(7, 65_535));
    expect(decodeLevelsPng(png(3, 1, [0b10100000], { depth: 1 })).data).toEqual(Uint8Array.of(1, 0, 1));
  });

  test('a colour is refused with its place', () => {
    expect(() => decodeLevelsPng(png(1, 1, [1, 2, 3], { channels: 3 }))).toThrow(
      new RangeError('expected a grey image; received a colour at row 0, column 0'),
    );
  });
});

describe('a PNG header', () => {
  const widened = (header: number) => {
    const whole = png(1, 1, [7]);
    const bytes = Uint8Array.of(...whole.subarray(0, 33), ...whole.subarray(8)); // its header twice
    new DataView(bytes.buffer).setUint32(header + 8, 2 ** 31 - 1);
    return withPngSums(bytes);
  };

  test.each([8, 33])('at byte %i of more pixels than the file can hold is refused', (header) => {
    expect(() => decodeLevelsPng(widened(header))).toThrow(
      new Error(`a broken PNG file: ${widened(header).length} bytes cannot hold 2147483647 × 1 pixels`),
    );
  });
});

test('a PNG of 32,000 × 32,000 pixels is refused by its header', () => {
  const bytes = new Uint8Array(2 ** 20);
  bytes.set(png(1, 1, [7]));
  new DataView(bytes.buffer).setUint32(16, 32_000);
  new DataView(bytes.buffer).setUint32(20, 32_000);
  expect(() => decodeLevelsPng(withPngSums(bytes))).toThrow(
    new RangeError('32000 × 32000 pixels are too many for a slice; at most 268435456 are read'),
  );
});

describe('decodeMaskPng', () => {
  test('whatever is not 0 is liver', () => {
    expect([...decodeMaskPng(png(4, 1, [0, 63, 128, 255])).data]).toEqual([0, 1, 1, 1]);
    expect([...decodeMaskPng(png(3, 1, [0, 1, 60])).data]).toEqual([0, 1, 1]);
    expect([...decodeMaskPng(png(2, 1, [0, 0, 0, 0, 0, 9], { channels: 3 })).data]).toEqual([0, 1]);
    expect([...decodeMaskPng(png(2, 1, [0, 300], { depth: 16 })).data]).toEqual([0, 1]);
    expect([...decodeMaskPng(png(3, 1, [0b10100000], { depth: 1 })).data]).toEqual([1, 0, 1]);
  });

  test('a bright mask with faint pixels is refused: they are noise, not liver', () => {
    expect(() => decodeMaskPng(png(6, 1, [0, 1, 3, 3, 2, 255]))).toThrow(
      new RangeError(
        'a mask of 0 and 255, but 4 of 6 pixels are 1, 2, 3, as JPEG and smooth resizing leave them; set what is below ' +
          '128 to 0 and the rest to 255, and save it as PNG',
      ),
    );
  });

  test('alpha does not count', () => {
    expect([...decodeMaskPng(png(2, 1, [0, 255, 255, 0], { channels: 2 })).data]).toEqual([0, 1]);
  });

  test('of a palette with too few colours is refused', () => {
    const palette = [[0, 0, 0]];
    expect(() => decodeMaskPng(png(2, 1, [0b01000000], { depth: 1, palette }))).toThrow(
      new Error('a broken PNG file: colour 1 of a palette of 1'),
    );
  });

  test('of a palette the colour counts, not its number', () => {
    const palette = [
      [255, 0, 0],
      [0, 0, 0],
    ];
    expect([...decodeMaskPng(png(2, 1, [0b01000000], { depth: 1, palette })).data]).toEqual([1, 0]);
  });
});

test('a large PNG takes the memory of its pixels and two rows', async () => {
  const side = 2048;
  const bytes = encode({ width: side, height: side, data: new Uint8Array(side * side).fill(7), channels: 1, depth: 8 });
  const grey = () => expect(decodeLevelsPng(bytes).data.every((level) => level === 7)).toBe(true);
  expect(await countAllocated(async () => grey())).toBeLessThan(1.1 * side ** 2 + 2 ** 17);
  const mask = () => expect(decodeMaskPng(bytes).data.every((label) => label === 1)).toBe(true);
  expect(await countAllocated(async () => mask())).toBeLessThan(1.1 * side ** 2 + 2 ** 19);
});

test('an interlaced PNG gives the pixels of its passes in their places', () => {
  const starts = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ]; // x, y, dx, dy
  const rows = starts.flatMap(([x0, y0, dx, dy]) => {
    const lines: number[] = [];
    for (let y = y0!; y < 5; y += dy!) {
      const line: number[] = [];
      for (let x = x0!; x < 6; x += dx!) line.push(6 * y + x);
      if (line.length > 0) lines.push(0, ...line);
    }
    return lines;
  });
  const plain = png(6, 5, Array(30).fill(0));
  const packed = deflateSync(Uint8Array.from(rows));
  const data = new Uint8Array(12 + packed.length);
  new DataView(data.buffer).setUint32(0, packed.length);
  data.set(new TextEncoder().encode('IDAT'), 4);
  data.set(packed, 8);
  const bytes = Uint8Array.of(...plain.subarray(0, 33), ...data, ...plain.subarray(-12));
  bytes[28] = 1;
  expect([...decodeLevelsPng(withPngSums(bytes)).data]).toEqual(Array.from({ length: 30 }, (_, i) => i));
});
