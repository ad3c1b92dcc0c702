import { cross, dot, vector } from '../../vector';
import type { ImageFile } from './imageFile';

/** Fewest slices of a sweep that is a volume of its own, on average. */
const fewestSlices = 3;

/** Slices acquired one after another along the table. */
export interface Sweep {
  /** Time of the first one. */
  readonly name: string;
  readonly images: readonly ImageFile[];
  /** Places along the normal in mm. */
  readonly places: readonly number[];
}

/**
 * Separates the sweeps of a CT series by time, for scanners that store phases under one AcquisitionNumber, or none. None
 * are returned where images lack a time or a position, or times follow no order along the table.
 */
export function sweepsOf(images: readonly ImageFile[]): Sweep[] {
  const timed = images.flatMap((image) => {
    const { modality, acquisitionTime, frames } = image.header;
    const along = frames.length === 1 ? alongNormal(image) : null;
    return modality === 'CT' && acquisitionTime !== null && along !== null
      ? [{ image, along, time: acquisitionTime }]
      : [];
  });
  if (timed.length < images.length) return [];
  timed.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.along - b.along));
  const sweeps: (typeof timed)[] = [];
  let direction = 0;
  for (const slice of timed) {
    const sweep = sweeps.at(-1);
    const step = sweep ? Math.sign(slice.along - sweep.at(-1)!.along) : 0;
    if (sweep && (step === direction || direction === 0 || step === 0)) sweep.push(slice);
    else sweeps.push([slice]);
    direction = sweeps.at(-1)!.length === 1 ? 0 : direction || step;
  }
  if (sweeps.length * fewestSlices > timed.length) return [];
  return sweeps.map((sweep) => ({
    name: `time ${sweep[0]!.time}`,
    images: sweep.map(({ image }) => image),
    places: sweep.map(({ along }) => along),
  }));
}

/** Whether at least three slices of one sweep lie in the range of the other, and at least two of the other in that of the first. */
export function overlapInPlace(a: Sweep, b: Sweep): boolean {
  const counts = [within(a.places, b.places), within(b.places, a.places)];
  return Math.max(...counts) >= fewestSlices && Math.min(...counts) >= 2;
}

function within(places: readonly number[], others: readonly number[]): number {
  const [first, last] = [others[0]!, others.at(-1)!];
  return places.filter((mm) => mm >= Math.min(first, last) && mm <= Math.max(first, last)).length;
}

function alongNormal({ header }: ImageFile): number | null {
  const { position, orientation } = header.frames[0]!;
  const axes = orientation ?? [1, 0, 0, 0, 1, 0];
  return position ? dot(vector(position), cross(vector(axes), vector(axes, 3))) : null;
}
