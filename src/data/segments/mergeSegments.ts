import { counted } from '../../utils/counted';
import { CtFileError } from '../ctFileError';
import type { Segment } from './segment';

/** What happens to voxels in several segments. */
export type SegmentOverlap = 'error' | 'first';

/** Labels of a mask while its segments are drawn. */
export interface MergedSegments {
  /** Gives the voxel at an index to a segment. */
  paint(index: number, segment: Segment): void;
  /**
   * Returns the labels: the value of its segment in each voxel, 0 outside.
   *
   * @throws CtFileError if segments overlap, unless the first may take shared voxels: a voxel has one label
   */
  labels(): Uint8Array | Uint16Array | Int32Array;
}

/**
 * Merges segments, each drawn voxel by voxel, into one label volume of `length` voxels.
 *
 * @param segments all segments that can be drawn
 * @param overlap `'first'`: the first of them in this list takes shared voxels
 * @param file file name for messages
 */
export function mergeSegments(
  length: number,
  segments: readonly Segment[],
  overlap: SegmentOverlap,
  file: string,
): MergedSegments {
  const highest = segments.reduce((most, { value }) => Math.max(most, value), 0);
  const labels = highest <= 0xff ? new Uint8Array(length) : new (highest <= 0xffff ? Uint16Array : Int32Array)(length);
  const overlaps = new Map<string, Overlap>();
  const ranks = new Map(segments.map(({ value }, rank) => [value, rank]));
  return {
    paint(index, { value }) {
      const before = labels[index]!;
      if (before === 0) labels[index] = value;
      else if (before === value) return;
      else if (overlap === 'error') count(overlaps, before, value);
      else if (ranks.get(value)! < ranks.get(before)!) labels[index] = value;
    },
    labels() {
      const [first] = overlaps.values();
      if (first) throw overlapping(first, segments, file);
      return labels;
    },
  };
}

/** Two segments that share voxels, and how many. */
interface Overlap {
  readonly values: readonly [number, number];
  voxels: number;
}

function count(overlaps: Map<string, Overlap>, a: number, b: number): void {
  const key = `${Math.min(a, b)} ${Math.max(a, b)}`;
  const overlap = overlaps.get(key) ?? { values: [a, b], voxels: 0 };
  overlap.voxels++;
  overlaps.set(key, overlap);
}

function overlapping({ values, voxels }: Overlap, segments: readonly Segment[], file: string): CtFileError {
  const [a, b] = values.map((value) => `${segments.find((one) => one.value === value)!.name} (${value})`);
  return new CtFileError(
    file,
    `the segments ${a} and ${b} share ${counted(voxels, 'voxel')}, but a voxel of a mask has one label`,
    {
      fix: [
        { action: 'read one of them at a time with `segments`' },
        { action: "if only their union counts, give shared voxels to the first with `overlap: 'first'`" },
      ],
    },
  );
}
