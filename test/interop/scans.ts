import { toVolume } from '../../src/data/toVolume';
import type { Affine, Volume } from '../../src/data/volume';

const size = [32, 28, 60] as const;
const [c, s] = [Math.cos(0.2), Math.sin(0.2)];

const affines: Readonly<Record<string, Affine>> = {
  straight: [
    [0.743, 0, 0, -190.5],
    [0, 0.743, 0, -180.25],
    [0, 0, 2.5, 12.5],
  ],
  'stored from head to feet and left to right': [
    [-0.743, 0, 0, 190.5],
    [0, -0.743, 0, 180.25],
    [0, 0, -2.5, 212.5],
  ],
  oblique: [
    [0.7 * c, -0.8 * s, 0, -190.5],
    [0.7 * s, 0.8 * c, 0, -180.25],
    [0, 0, 2.5, 12.5],
  ],
  /** The table drifts sideways by 0.1 mm over the scan. */
  'slightly sheared': [
    [1, 0, 0.1 / 59, -16],
    [0, 1, 0, -16],
    [0, 0, 5, 12.5],
  ],
};

/** Small scans of the kinds of geometry that programs must place rightly, by their names. */
export const scans: Readonly<Record<string, Volume>> = Object.fromEntries(
  Object.entries(affines).map(([name, affine]) => {
    const data = Int16Array.from({ length: size[0] * size[1] * size[2] }, (_, i) => ((i * 37) % 2000) - 1000);
    return [name, toVolume({ data, size, affine }, 'hu', name)];
  }),
);

/** A mask of a scan: label 1 where its voxels are above 0 HU. */
export function maskOf(scan: Volume): Volume {
  return { ...scan, kind: 'label', data: Uint8Array.from(scan.data, (hu) => (hu > 0 ? 1 : 0)) };
}
