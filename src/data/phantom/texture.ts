import type { Random } from '../../utils/random';
import type { Texture } from './solid';

const SIDE = 32; // a power of two: indices wrap by a bit mask
const MASK = SIDE - 1;

/** Makes a smooth random function of space: random values on an integer grid, smoothly interpolated, with period 32. */
export function smoothTexture(random: Random): Texture {
  const grid = Float32Array.from({ length: SIDE ** 3 }, () => random.uniform(-1, 1));
  return (u, v, w) => {
    const [x, y, z] = [Math.floor(u), Math.floor(v), Math.floor(w)];
    const [fx, fy, fz] = [ease(u - x), ease(v - y), ease(w - z)];
    const near = mix(alongRow(grid, x, y, z, fx), alongRow(grid, x, y + 1, z, fx), fy);
    const far = mix(alongRow(grid, x, y, z + 1, fx), alongRow(grid, x, y + 1, z + 1, fx), fy);
    return mix(near, far, fz);
  };
}

function alongRow(grid: Float32Array, x: number, y: number, z: number, t: number): number {
  const row = ((z & MASK) * SIDE + (y & MASK)) * SIDE;
  return mix(grid[row + (x & MASK)]!, grid[row + ((x + 1) & MASK)]!, t);
}

const mix = (a: number, b: number, t: number) => a + t * (b - a);
const ease = (t: number) => t * t * (3 - 2 * t);
