import type { Random } from '../../utils/random';
import type { Point } from './solid';
import type { Tissue } from './tissue';
import { Truth } from './truth';

/** Position of a patient in the scanner, and image quality. */
export interface Pose {
  /** Image widths per unit of the torso, along each axis. */
  readonly scale: readonly [u: number, v: number];
  /** Position of the torso's axis in the image, in image widths. */
  readonly centre: readonly [x: number, y: number];
  /** Rotation in radians. */
  readonly turn: number;
  /** Standard deviation of the noise in Hounsfield units. */
  readonly noise: number;
  /** Whether the corners outside the round field of view are empty. */
  readonly roundField: boolean;
}

/** Paints the cross-sections of the tissues at plane `w`, in order, then blurs and adds noise. */
export function scan(
  tissues: readonly Tissue[],
  pose: Pose,
  w: number,
  size: number,
  random: Random,
): { hu: Float32Array; truth: Truth } {
  const sharp = new Float32Array(size * size).fill(-1000);
  const truth = new Truth(size * size);
  for (const tissue of tissues) paint(tissue, pose, w, size, sharp, truth);
  const hu = blur(sharp, size, 0.2);
  addNoise(hu, pose, size, random);
  return { hu, truth };
}

function paint(tissue: Tissue, pose: Pose, w: number, size: number, hu: Float32Array, truth: Truth): void {
  const { solid, shade, onlyInLiver } = tissue;
  const { liver } = truth;
  const [low, high] = solid.box;
  if (w < low[2] || w > high[2]) return;
  const [cos, sin] = [Math.cos(pose.turn), Math.sin(pose.turn)];
  const [perU, perV] = [size * pose.scale[0], size * pose.scale[1]];
  const [x0, y0] = [size * pose.centre[0] - 0.5, size * pose.centre[1] - 0.5]; // pixel centres lie at whole numbers
  const [left, right, top, bottom] = reach(
    low,
    high,
    (u, v) => [x0 + u * perU * cos - v * perV * sin, y0 + u * perU * sin + v * perV * cos],
    size,
  );
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const i = y * size + x;
      if (onlyInLiver && liver[i] === 0) continue;
      const u = ((x - x0) * cos + (y - y0) * sin) / perU;
      const v = ((y - y0) * cos - (x - x0) * sin) / perV;
      const distance = solid.distance(u, v, w);
      const inside = 0.5 - distance * perU; // share of the pixel inside the solid: partial volume
      if (inside <= 0) {
        x += Math.floor(-0.25 * inside); // a safe skip: distances are rough, but within a factor of 4
        continue;
      }
      const share = Math.min(1, inside) * (onlyInLiver ? liver[i]! : 1);
      hu[i]! += share * (shade(-distance, u, v, w) - hu[i]!);
      truth.cover(i, share, tissue);
    }
  }
}

/** Computes the first and last column and row that a box can touch. */
function reach(low: Point, high: Point, toPixel: (u: number, v: number) => [number, number], size: number) {
  if (low[0] === -Infinity) return [0, size - 1, 0, size - 1] as const;
  const corners = [
    toPixel(low[0], low[1]),
    toPixel(low[0], high[1]),
    toPixel(high[0], low[1]),
    toPixel(high[0], high[1]),
  ];
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return [
    Math.max(0, Math.floor(Math.min(...xs)) - 1),
    Math.min(size - 1, Math.ceil(Math.max(...xs)) + 1),
    Math.max(0, Math.floor(Math.min(...ys)) - 1),
    Math.min(size - 1, Math.ceil(Math.max(...ys)) + 1),
  ] as const;
}

/** Mixes every pixel with its four neighbours, first along rows, then columns; border pixels are repeated. */
function blur(image: Float32Array, size: number, share: number): Float32Array {
  const along = (from: Float32Array, step: number, line: number) => {
    const to = new Float32Array(from.length);
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) {
        const i = a * line + b * step;
        const [before, after] = [b > 0 ? i - step : i, b < size - 1 ? i + step : i];
        to[i] = (1 - 2 * share) * from[i]! + share * (from[before]! + from[after]!);
      }
    }
    return to;
  };
  return along(along(image, 1, size), size, 1);
}

/**
 * Adds the noise of a reconstructed CT: correlated between neighbours, and stronger in the middle of the body, which
 * fewer rays pass. Rounds to whole Hounsfield units.
 */
function addNoise(hu: Float32Array, { noise, scale, centre, roundField }: Pose, size: number, random: Random): void {
  const white = new Float32Array(size * size);
  for (let i = 0; i < white.length; i++) {
    const bits = random.uint32(); // the sum of four bytes is close enough to normal, and five times as fast
    white[i] = ((bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24) - 510) / 147.8;
  }
  const grain = blur(white, size, 0.25); // its standard deviation is 0.375
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const i = y * size + x;
      const [dx, dy] = [(x + 0.5) / size, (y + 0.5) / size];
      const [a, b] = [(dx - centre[0]) / scale[0], (dy - centre[1]) / scale[1]];
      const level = noise * (0.7 + 0.5 / (1 + a * a + b * b));
      const outside = roundField && (dx - 0.5) * (dx - 0.5) + (dy - 0.5) * (dy - 0.5) > 0.25;
      const value = outside ? -1024 : hu[i]! + (level / 0.375) * grain[i]!;
      hu[i] = Math.round(Math.min(1500, Math.max(-1024, value)));
    }
  }
}
