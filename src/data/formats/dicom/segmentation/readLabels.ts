import { CtFileError } from '../../../ctFileError';
import { type MergedLabels, mergeSegments, type SegmentOverlap } from '../../../segments/mergeSegments';
import { requireAllInside } from '../../../segments/requireAllInside';
import type { Segment } from '../../../segments/segment';
import type { VolumeHeader } from '../../../volume';
import type { DicomHeader } from '../header';
import type { ParsedDicom } from '../parse';
import type { FrameOnGrid } from './frameOnGrid';
import type { MaskFrames } from './maskFrames';
import { openMaskPixels } from './openMaskPixels';

/** A frame of one segment, or of all of them (`null`), and its place. */
export interface FrameToDraw extends FrameOnGrid {
  readonly index: number;
  readonly segment: Segment | null;
}

/** What the headers say: which frames to draw where. */
interface Layout {
  readonly header: VolumeHeader;
  readonly frames: readonly FrameToDraw[];
  readonly mask: MaskFrames;
  readonly image: DicomHeader;
  /** What gave the grid, for messages. */
  readonly source: string;
  readonly overlap: SegmentOverlap;
}

/**
 * Draws the frames of a SEG.
 *
 * @throws CtFileError if the pixels are broken, have the number of no segment, or lie outside the grid; or if segments
 * overlap that may not
 */
export async function readLabels(file: string, parsed: ParsedDicom, layout: Layout): Promise<MergedLabels> {
  const { header, frames, mask, image, source, overlap } = layout;
  const readFrame = await openMaskPixels(file, parsed, image);
  const segmentAt = segmentFinder(mask, image.padding, file);
  const decoded = frames.length > 0 ? await readFrame(frames[0]!.index) : []; // before anything large is allocated
  const [depth, height, width] = header.shape;
  const merged = mergeSegments(depth * height * width, mask.segments, overlap, file);
  let outside = 0;
  for (const [i, frame] of frames.entries()) {
    const values = i === 0 ? decoded : await readFrame(frame.index);
    const { first, perColumn, perRow } = frame;
    for (let row = 0, at = 0; row < image.rows; row++)
      for (let column = 0; column < image.columns; column++, at++) {
        const segment = segmentAt(values[at]!, frame.segment);
        if (segment === null) continue;
        const x = first[0] + column * perColumn[0] + row * perRow[0];
        const y = first[1] + column * perColumn[1] + row * perRow[1];
        const z = first[2] + column * perColumn[2] + row * perRow[2];
        const isInside = x >= 0 && x < width && y >= 0 && y < height && z >= 0 && z < depth;
        if (isInside) merged.paint((z * height + y) * width + x, segment);
        else outside++;
      }
  }
  requireAllInside(outside, file, source);
  return merged.labels();
}

/** Returns the segment of a stored value, in a frame of one segment or of all of them. */
function segmentFinder({ type, segments, known, inside }: MaskFrames, padding: DicomHeader['padding'], file: string) {
  if (type !== 'LABELMAP') return (value: number, own: Segment | null) => (value >= inside ? own : null);
  const byValue = new Map(segments.map((segment) => [segment.value, segment]));
  const [low, high] = padding ?? [0, 0];
  return (value: number) => {
    if (value === 0) return null;
    const segment = byValue.get(value);
    if (segment) return segment;
    if (known.has(value) || (value >= low && value <= high)) return null;
    throw new CtFileError(file, `a voxel has the value ${value}, which is the number of no segment`);
  };
}
