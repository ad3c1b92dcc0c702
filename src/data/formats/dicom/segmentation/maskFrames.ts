import { CtFileError } from '../../../ctFileError';
import { chooseSegments } from '../../../segments/chooseSegments';
import type { Segment } from '../../../segments/segment';
import type { Elements } from '../elements';
import { tagName } from '../tags';
import { segmentsOf } from './segmentsOf';

/** How the frames of a SEG hold segments: a bit or a share of 1 per voxel of one segment, or the numbers of segments. */
type SegmentationType = 'BINARY' | 'FRACTIONAL' | 'LABELMAP';

/** What the header of a SEG says about its segments. */
export interface MaskFrames {
  readonly type: SegmentationType;
  /** Segments to read. */
  readonly segments: readonly Segment[];
  /** Frames to read, and the segment of each; `null`: the voxels say which, as in label maps. */
  readonly frames: readonly { readonly index: number; readonly segment: Segment | null }[];
  /** Numbers of all segments, read or not. */
  readonly known: ReadonlySet<number>;
  /** Lowest value of a voxel that counts as inside, of BINARY and FRACTIONAL. */
  readonly inside: number;
}

/**
 * Reads which frames of a SEG hold which segments.
 *
 * @param count number of its frames
 * @param wanted names or numbers of segments; `null`: all
 * @throws CtFileError if a wanted segment or that of a frame is missing, or the type is unknown
 */
export function maskFramesOf(
  elements: Elements,
  count: number,
  wanted: readonly (string | number)[] | null,
  file: string,
): MaskFrames {
  const type = elements.text('SegmentationType') ?? 'BINARY';
  if (type !== 'BINARY' && type !== 'FRACTIONAL' && type !== 'LABELMAP')
    throw new CtFileError(
      file,
      `${tagName('SegmentationType')} must be BINARY, FRACTIONAL or LABELMAP; received ${type}`,
    );
  const available = segmentsOf(elements);
  const segments = chooseSegments(available, wanted, file);
  const known = new Set(available.map(({ value }) => value));
  const inside = type === 'FRACTIONAL' ? (elements.uint16('MaximumFractionalValue') || 255) / 2 : 1;
  const all = Array.from({ length: count }, (_, index) => index);
  if (type === 'LABELMAP')
    return { type, segments, known, inside, frames: all.map((index) => ({ index, segment: null })) };
  const only = available.length === 1 ? available[0]!.value : null;
  const byNumber = new Map(segments.map((segment) => [segment.value, segment]));
  const shared = numberIn(elements.item('SharedFunctionalGroupsSequence'));
  const frames = all.flatMap((index) => {
    const number = numberIn(elements.item('PerFrameFunctionalGroupsSequence', index)) ?? shared ?? only;
    if (number === null || !known.has(number))
      throw new CtFileError(file, `frame ${index + 1} belongs to segment ${number ?? 'unknown'}, which is not listed`);
    const segment = byNumber.get(number);
    return segment ? { index, segment } : [];
  });
  return { type, segments, known, inside, frames };
}

function numberIn(group: Elements | null): number | null {
  return group?.item('SegmentIdentificationSequence')?.uint16('ReferencedSegmentNumber') ?? null;
}
