import { counted } from '../../utils/counted';
import { CtFileError } from '../ctFileError';
import type { VoxelArray } from '../volume';
import type { Segment } from './segment';

/** What happens to voxels in several segments. */
export type SegmentOverlap = 'codes' | 'error' | 'first';

/** Voxels of a mask. */
export interface MergedLabels {
  /** The value of its segment in each voxel, 0 outside. */
  readonly data: VoxelArray;
  /** Where segments overlap: a bit of each voxel for each segment, in their order. */
  readonly codes?: Uint8Array;
}

/** Labels of a mask while its segments are drawn. */
export interface MergedSegments {
  /** Gives the voxel at an index to a segment. */
  paint(index: number, segment: Segment): void;
  /**
   * Returns the labels.
   *
   * @throws CtFileError if segments overlap, unless the first may take shared voxels, or codes can keep them all
   */
  labels(): MergedLabels;
}

/** Most segments that codes can keep: 255 is a voxel that nobody has drawn. */
const mostCoded = 7;

/**
 * Merges segments, each drawn voxel by voxel, into one label volume of `length` voxels.
 *
 * @param segments all segments that can be drawn
 * @param overlap `'codes'`: the last of them in this list takes shared voxels, and codes keep all; `'first'`: the first takes
 * them
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
  const isCoded = overlap === 'codes' && segments.length <= mostCoded;
  let codes: Uint8Array | null = null; // of shared voxels alone
  const share = (index: number, before: number, value: number) => {
    const [first, second] = [ranks.get(before)!, ranks.get(value)!];
    codes ??= new Uint8Array(length);
    codes[index]! |= (1 << first) | (1 << second);
    if (second > first) labels[index] = value;
  };
  return {
    paint(index, { value }) {
      const before = labels[index]!;
      if (before === 0) labels[index] = value;
      else if (before === value) return;
      else if (isCoded) share(index, before, value);
      else if (overlap !== 'first') count(overlaps, before, value);
      else if (ranks.get(value)! < ranks.get(before)!) labels[index] = value;
    },
    labels() {
      const [first] = overlaps.values();
      if (first) throw overlapping(first, segments, overlap, file);
      if (!codes) return { data: labels };
      return {
        data: labels,
        codes: codes.map((code, i) => code || (labels[i] === 0 ? 0 : 1 << ranks.get(labels[i]!)!)),
      };
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

function overlapping(
  { values, voxels }: Overlap,
  segments: readonly Segment[],
  overlap: SegmentOverlap,
  file: string,
): CtFileError {
  const [a, b] = values.map((value) => `${segments.find((one) => one.value === value)!.name} (${value})`);
  const isCoded = segments.length <= mostCoded;
  const limit = overlap === 'codes' ? `, and codes keep at most ${mostCoded} segments` : '';
  return new CtFileError(
    file,
    `the segments ${a} and ${b} share ${counted(voxels, 'voxel')}, but a voxel of a mask has one label${limit}`,
    {
      fix: [
        isCoded
          ? { action: "keep both in the codes of the mask with `overlap: 'codes'`" }
          : { action: `read one of them, or at most ${mostCoded} segments, at a time with \`segments\`` },
        ...(overlap === 'error'
          ? [{ action: 'let the labels of a data set be regions with `labelTable(labels, { regions: true })`' }]
          : []),
        { action: "if only their union counts, give shared voxels to the first with `overlap: 'first'`" },
      ],
    },
  );
}
