import { describe, expect, it } from 'vitest';

import type { DicomHeader } from '../../../../src/data/formats/dicom/header';
import { decodeJpegLs } from '../../../../src/data/formats/dicom/jpegLs';
import { Random } from '../../../../src/utils/random';
import { packJpegLs, unpackJpegLs } from '../../../support/packJpeg';

const [rows, columns] = [37, 41];
const header = { rows, columns } as DicomHeader;
const random = new Random(5);
const fill = (value: (x: number, y: number) => number) =>
  Array.from({ length: rows * columns }, (_, i) => value(i % columns, Math.floor(i / columns)));

/** Pictures from 0 to below 1: noise, slopes, and long runs that end in steps. */
const pictures: Record<string, number[]> = {
  noise: fill(() => random.uniform()),
  'slopes with noise': fill((x, y) => (x + 2 * y) / 140 + 0.05 * random.uniform()),
  'flat regions': fill((x, y) => Math.floor((x * x + y * y) / 300) / 12),
  'flat regions with dots': fill((x) => (random.uniform() < 0.03 ? random.uniform() : x < 20 ? 0.25 : 0.5)),
  zeros: fill(() => 0),
};

describe.each([8, 10, 12, 16])('JPEG-LS of %i bits', (bits) => {
  const bytes = bits === 8 ? 1 : 2;
  const words = (picture: number[]) => {
    const values = picture.map((value) => Math.floor(value * 2 ** bits));
    return bits === 8 ? Uint8Array.from(values) : Int16Array.from(values);
  };

  it.each(Object.entries(pictures))('gives back %s', async (_, picture) => {
    const samples = decodeJpegLs(await packJpegLs(words(picture), rows, columns, 0, bits), header);
    expect([...samples]).toEqual(picture.map((value) => Math.floor(value * 2 ** bits)));
    expect(samples.BYTES_PER_ELEMENT).toBe(bytes);
  });

  it.each([1, 2, 3, 20])('wrong by up to %i gives what CharLS gives', async (near) => {
    for (const picture of Object.values(pictures)) {
      const frame = await packJpegLs(words(picture), rows, columns, near, bits);
      const samples = decodeJpegLs(frame, header);
      expect(new Uint8Array(samples.buffer)).toEqual(await unpackJpegLs(frame));
      const errors = picture.map((value, i) => Math.abs(samples[i]! - Math.floor(value * 2 ** bits)));
      expect(Math.max(...errors)).toBeLessThanOrEqual(near);
    }
  });
});

describe('JPEG-LS refuses', () => {
  /** Bytes at other values, and a segment before that of the scan, which begins at byte 15. */
  const patched = async (bytes: Record<number, number>, segment: number[] = []) => {
    const picture = Uint8Array.from(pictures.noise!, (value) => Math.floor(256 * value));
    const whole = (await packJpegLs(picture, rows, columns)).map((byte, i) => bytes[i] ?? byte);
    return Uint8Array.from([...whole.subarray(0, 15), ...segment, ...whole.subarray(15)]);
  };

  it.each<[string, Record<number, number>, number[], string]>([
    ['errors greater than values', { 22: 200 }, [], '8 bits up to 255, ± 200, shifted by 0, are not read'],
    ['17 bits', { 6: 17 }, [], '17 bits up to 131071, ± 0, shifted by 0, are not read'],
    ['shifted values', { 24: 1 }, [], '8 bits up to 255, ± 0, shifted by 1, are not read'],
    ['tables', {}, [0xff, 0xf8, 0, 5, 2, 1, 1], 'tables and second sizes are not read'],
    ['restart intervals', {}, [0xff, 0xdd, 0, 4, 0, 1], 'restart intervals are not read'],
    ['codes that are too long', { 25: 0, 26: 0, 27: 0, 28: 0, 29: 0 }, [], 'it is damaged'],
    ['a marker among the data', { 40: 0xff, 41: 0xd9 }, [], 'it is cut off'],
  ])('%s', async (_, bytes, segment, message) => {
    const frame = await patched(bytes, segment);
    expect(() => decodeJpegLs(frame, header)).toThrow(new Error(message));
  });
});
