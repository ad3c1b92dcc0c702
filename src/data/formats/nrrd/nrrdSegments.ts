import { counted } from '../../../utils/counted';
import { show } from '../../../utils/errors';
import { groupBy } from '../../../utils/groupBy';
import { CtFileError } from '../../ctFileError';
import { labelsOf } from '../../labels/labelsOf';
import { type MergedLabels, mergeSegments, type SegmentOverlap } from '../../segments/mergeSegments';
import type { Segment } from '../../segments/segment';
import type { VoxelArray } from '../../volume';
import type { NrrdImage } from './nrrdImageOf';
import type { NrrdHeader } from './parseNrrdHeader';

/** Segment of a `.seg.nrrd`. */
export interface StoredSegment extends Segment {
  /** Layer that holds its voxels. */
  readonly layer: number;
  /** Their value in this layer. */
  readonly stored: number;
}

/**
 * Reads the segments that 3D Slicer describes by keys such as `Segment0_Name`; none of other files. Where label values
 * repeat from layer to layer, the segments are numbered from 1 instead.
 *
 * @throws CtFileError if a label value or layer is wrong
 */
export function segmentsOf(header: NrrdHeader, layers: number): readonly StoredSegment[] {
  const ids = [...header.pairs.keys()].flatMap((key) => /^Segment(\d+)_(?:ID|Name)$/.exec(key)?.[1] ?? []);
  const numbers = [...new Set(ids)].sort((a, b) => Number(a) - Number(b));
  const segments = numbers.map((number, i): StoredSegment => {
    const value = (key: string) => header.pairs.get(`Segment${number}_${key}`);
    // Before version 4.11, 3D Slicer wrote one segment to each layer, with the value 1.
    const stored = readInteger(header, `Segment${number}_LabelValue`, 1, 1);
    const layer = readInteger(header, `Segment${number}_Layer`, 0, layers === numbers.length ? i : 0);
    if (layer >= layers)
      throw new CtFileError(header.name, `Segment${number}_Layer must be below ${layers}; received ${layer}`);
    return { value: stored, name: value('Name') ?? value('ID')!, color: colorOf(value('Color')), layer, stored };
  });
  const isUnique = new Set(segments.map(({ stored }) => stored)).size === segments.length;
  return isUnique ? segments : segments.map((segment, i) => ({ ...segment, value: i + 1 }));
}

function readInteger({ pairs, name }: NrrdHeader, key: string, least: number, otherwise: number): number {
  const text = pairs.get(key);
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value < 2 ** 31 && text !== '') return value;
  throw new CtFileError(name, `${key} must be an integer of at least ${least}; received ${show(text)}`);
}

/** Converts red, green and blue from 0–1 to 0–255. */
function colorOf(text: string | undefined): Segment['color'] {
  const parts = (text ?? '').split(/\s+/).filter(Boolean).map(Number);
  if (parts.length !== 3 || !parts.every((part) => part >= 0 && part <= 1)) return null;
  const [red, green, blue] = parts.map((part) => Math.round(part * 255)) as [number, number, number];
  return [red, green, blue];
}

/** Which segments of a file are read. */
export interface SegmentChoice {
  readonly all: readonly StoredSegment[];
  readonly chosen: readonly StoredSegment[];
  readonly overlap: SegmentOverlap;
}

/**
 * Returns the labels of the only layer, of which every one must be of a segment; others would become organs without a name.
 *
 * @throws CtFileError naming the value and how many voxels have it
 */
export function requireSegments(labels: VoxelArray, all: readonly StoredSegment[], file: string): VoxelArray {
  const known = new Set(all.map(({ stored }) => stored));
  const extra = new Map<number, number>();
  for (const label of labels) if (label !== 0 && !known.has(label)) extra.set(label, (extra.get(label) ?? 0) + 1);
  requireNone(extra, file);
  return labels;
}

/** Throws if voxels have values of no segment, which are given with their counts. */
function requireNone(counts: ReadonlyMap<number, number>, file: string): void {
  const [first] = counts;
  if (!first) return;
  const [value, count] = first;
  throw new CtFileError(
    file,
    `${counted(count, 'voxel')} ${count === 1 ? 'has' : 'have'} the value ${value}, which is that of no segment`,
    { fix: [{ action: 'add the segment in 3D Slicer' }, { action: 'save the labels without segments, as .nrrd' }] },
  );
}

/**
 * Draws the chosen of all segments out of all stored numbers, into labels of one layer and, if they overlap, codes.
 * Throws CtFileError if they may not overlap, or a value is that of no segment.
 */
export function drawSegments(
  stored: VoxelArray,
  { layers, run, image: { source } }: NrrdImage,
  { all, chosen, overlap }: SegmentChoice,
): MergedLabels {
  const labels = labelsOf(stored, source);
  const length = labels.length / layers;
  const merged = mergeSegments(length, chosen, overlap, source);
  const extra = new Map<number, number>();
  for (let layer = 0; layer < layers; layer++) {
    const byLabel = groupBy(
      chosen.filter((segment) => segment.layer === layer),
      (segment) => segment.stored,
    );
    const known = new Set(all.flatMap((segment) => (segment.layer === layer ? segment.stored : [])));
    for (let voxel = 0, at = layer * run; voxel < length; voxel++, at++) {
      if (voxel > 0 && voxel % run === 0) at += run * (layers - 1);
      const label = labels[at]!;
      if (label === 0) continue;
      if (!known.has(label)) extra.set(label, (extra.get(label) ?? 0) + 1);
      for (const segment of byLabel.get(label) ?? []) merged.paint(voxel, segment);
    }
  }
  requireNone(extra, source);
  return merged.labels();
}
