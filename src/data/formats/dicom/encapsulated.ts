import dicomParser from 'dicom-parser';

import { CtFileError } from '../../ctFileError';
import { guarded } from './guarded';
import type { ParsedDicom } from './parse';
import { tags } from './tags';

/**
 * The compressed frames of a file. Fragments are shared out by the basic offset table, or one to each frame, or by
 * where a JPEG stream begins.
 *
 * @throws CtFileError if fragments are cut off or do not make up as many frames as the header says
 */
export function encapsulatedFrames(file: string, { data }: ParsedDicom, count: number): Uint8Array[] {
  const { fragments, offsets } = guarded(file, () => readFragments(data));
  const starts = frameStarts(fragments, offsets, count);
  if (!starts)
    throw new CtFileError(
      file,
      `${fragments.length} fragments of pixel data do not make up the ${count} frames of the header`,
    );
  return starts.map((start, frame) => join(fragments.slice(start, starts[frame + 1]).map(({ bytes }) => bytes)));
}

interface Fragment {
  /** From the end of the offset table. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

function readFragments({ byteArray, byteArrayParser, elements }: ParsedDicom['data']): {
  fragments: Fragment[];
  offsets: readonly number[];
} {
  const element = elements[tags.PixelData]!;
  if (!element.hadUndefinedLength) throw new Error('compressed pixel data must be cut into fragments');
  const stream = new dicomParser.ByteStream(byteArrayParser, byteArray, element.dataOffset);
  dicomParser.findEndOfEncapsulatedElement(stream, element, []);
  const fragments = (element.fragments ?? []).map(({ offset, position, length }) => {
    if (position + length > byteArray.length) throw new Error('the pixel data are cut off');
    return { offset, bytes: byteArray.subarray(position, position + length) };
  });
  return { fragments, offsets: element.basicOffsetTable ?? [] };
}

/** The index of each frame's first fragment, or `null` if that cannot be told. */
function frameStarts(fragments: readonly Fragment[], offsets: readonly number[], count: number): number[] | null {
  if (fragments.length < count) return null;
  if (count === 1) return [0];
  if (fragments.length === count) return fragments.map((_, i) => i);
  const indexAt = new Map(fragments.map(({ offset }, i) => [offset, i]));
  const byOffset = offsets.map((offset) => indexAt.get(offset) ?? -1);
  if (byOffset.length === count && byOffset.every((start, i) => start > (byOffset[i - 1] ?? -1))) return byOffset;
  const byContent = fragments.flatMap(({ bytes }, i) => (beginsStream(bytes) ? [i] : []));
  return byContent.length === count && byContent[0] === 0 ? byContent : null;
}

/** Whether bytes begin with the marker that JPEG, JPEG-LS (0xffd8) or JPEG 2000 (0xff4f) streams begin with. */
function beginsStream(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && (bytes[1] === 0xd8 || bytes[1] === 0x4f);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
