import { describe, expect, it } from 'vitest';

import { type LabelColor, labelColor } from '../../../src/data/labels/labelColor';

type Triple = readonly [number, number, number];

/** Linear sRGB to what eyes see: all cones, no red ones, no green ones (Machado, Oliveira and Fernandes, 2009, table 1). */
const eyes: Record<string, readonly Triple[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopic: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopic: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

/** Linear sRGB to XYZ, in units of the white point D65. */
const toXyz: readonly Triple[] = [
  [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
];

const times = (matrix: readonly Triple[], [a, b, c]: Triple) =>
  matrix.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Triple;

const linear = (level: number) =>
  level / 255 <= 0.04045 ? level / 255 / 12.92 : ((level / 255 + 0.055) / 1.055) ** 2.4;

function lab(color: LabelColor, eye: readonly Triple[]): Triple {
  const seen = times(eye, color.map(linear) as unknown as Triple).map((part) => Math.min(Math.max(part, 0), 1));
  const cube = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const [x, y, z] = times(toXyz, seen as unknown as Triple).map(cube) as unknown as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** ΔE76, the Euclidean distance in CIELAB. */
const distance = (a: Triple, b: Triple) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

const colors = Array.from({ length: 12 }, (_, i) => labelColor(i));

/** Smallest distance of two colours. */
function least(all: readonly LabelColor[], eye: readonly Triple[]): number {
  const seen = all.map((color) => lab(color, eye));
  return Math.min(...seen.flatMap((a, i) => seen.slice(0, i).map((b) => distance(a, b))));
}

describe('labelColor', () => {
  it('measures distances as others do', () => {
    const white = lab([255, 255, 255], eyes.normal!);
    expect(distance(white, lab([0, 0, 0], eyes.normal!))).toBeCloseTo(100, 2);
    expect(distance(lab([255, 0, 0], eyes.normal!), [53.24, 80.09, 67.2])).toBeLessThan(0.02);
  });

  it.each([
    ['eight', 'normal', 40],
    ['twelve', 'normal', 36],
    ['twelve', 'protanopic', 18],
    ['twelve', 'deuteranopic', 18],
  ])('keeps the first %s labels apart, to %s eyes by a ΔE of %i', (count, eye, far) => {
    expect(least(colors.slice(0, count === 'eight' ? 8 : 12), eyes[eye]!)).toBeGreaterThan(far);
  });

  it('keeps them apart as the areas that pictures fill, over soft tissue', () => {
    const filled = colors.map((color) => color.map((level) => 115 + 0.45 * (level - 115)) as unknown as Triple);
    expect(least(filled, eyes.normal!)).toBeGreaterThan(12);
  });

  it('keeps them away from the greys of soft tissue and bone', () => {
    const greys = Array.from({ length: 256 }, (_, level) => lab([level, level, level], eyes.normal!));
    for (const color of colors) {
      const seen = lab(color, eyes.normal!);
      expect(Math.min(...greys.map((grey) => distance(seen, grey)))).toBeGreaterThan(28);
      expect(seen[0]).toBeGreaterThan(45);
    }
  });

  it('gives the first label green', () => {
    expect(labelColor(0)).toEqual([81, 236, 106]);
  });

  it('goes on with hues of its own after the twelve', () => {
    const many = Array.from({ length: 254 }, (_, i) => labelColor(i));
    expect(new Set(many.map((color) => color.join())).size).toBe(254);
  });
});
