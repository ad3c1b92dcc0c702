import { CtFileError } from '../../../ctFileError';
import type { DicomHeader } from '../header';
import type { ParsedDicom } from '../parse';
import { openPixels } from '../pixels';
import { tags } from '../tags';
import { elementEncoding, requireCoding } from '../transferSyntax';

/** Reads the stored values of one frame. */
type MaskReader = (frame: number) => Promise<ArrayLike<number>>;

/**
 * Opens the frames of a SEG: of one bit per voxel, packed without regard to the borders of bytes, or of 8 or 16 bits in
 * any transfer syntax of images.
 *
 * @throws CtFileError (the promise, or that of the reader) if they are cut off, broken or of an unsupported kind
 */
export async function openMaskPixels(file: string, parsed: ParsedDicom, header: DicomHeader): Promise<MaskReader> {
  if (header.bitsAllocated === 1) return openBits(file, parsed, header);
  return openPixels(file, parsed, { ...header, photometricInterpretation: 'MONOCHROME2' }); // label maps may have a palette
}

async function openBits(file: string, { data, readBody }: ParsedDicom, header: DicomHeader): Promise<MaskReader> {
  const { rows, columns, frames, transferSyntax } = header;
  const { dataOffset, length, hadUndefinedLength } = data.elements[tags.PixelData]!;
  if (
    requireCoding(transferSyntax, file) !== 'plain' ||
    hadUndefinedLength ||
    elementEncoding(transferSyntax).bigEndian
  )
    throw new CtFileError(
      file,
      `voxels of 1 bit must be uncompressed and little endian; received transfer syntax ${transferSyntax}`,
    );
  const voxels = rows * columns;
  const needed = Math.ceil((voxels * frames.length) / 8);
  const body = length < needed ? new Uint8Array() : await readBody(dataOffset + needed);
  if (body.length < dataOffset + needed)
    throw new CtFileError(
      file,
      `${frames.length} × ${rows} × ${columns} voxels of 1 bit need ${needed} bytes; the pixel data are cut off`,
    );
  return async (frame) => {
    const bits = new Uint8Array(voxels);
    const from = dataOffset + Math.floor((frame * voxels) / 8);
    for (let i = 0, bit = (frame * voxels) % 8; i < voxels; i++, bit++)
      bits[i] = (body[from + (bit >>> 3)]! >> (bit & 7)) & 1;
    return bits;
  };
}
