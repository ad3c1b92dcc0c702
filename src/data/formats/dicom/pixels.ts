import { asCtFileError, CtFileError } from '../../ctFileError';
import { decodeJpeg2000 } from './codecs/jpeg2000';
import { decodeJpegLossless } from './codecs/jpegLossless';
import { decodeJpegLs } from './codecs/jpegLs';
import { unpackRle } from './codecs/rle';
import { encapsulatedFrames } from './encapsulated';
import type { DicomHeader } from './header';
import type { ParsedDicom } from './parse';
import { frameLength, plainSamples } from './plainSamples';
import { type RawSamples, type StoredValues, storedValues } from './rescale';
import { tags } from './tags';
import { elementEncoding, type PixelCoding, requireCoding } from './transferSyntax';

/** Maximum pixels of a compressed frame: 4096 × 4096. Larger ones are rejected before anything is allocated. */
const mostCompressedPixels = 2 ** 24;

/** Reads one frame of a file. */
export type FrameReader = (frame: number) => Promise<StoredValues>;

/**
 * Opens the pixels of a file. Uncompressed data must be as long as the header implies, or longer; a compressed frame has
 * at most 2²⁴ pixels.
 *
 * @throws CtFileError (the promise, or that of the frame reader) if the pixels are of an unsupported kind, their number
 * differs from the header's, or they are broken
 */
export async function openPixels(file: string, parsed: ParsedDicom, header: DicomHeader): Promise<FrameReader> {
  requireGrey(header);
  const coding = requireCoding(header.transferSyntax, file);
  if (coding === 'plain') return openPlain(file, parsed, header);
  if (header.rows * header.columns > mostCompressedPixels)
    throw new CtFileError(
      file,
      `compressed frames may have at most ${mostCompressedPixels} pixels; received ${header.rows}×${header.columns}`,
    );
  const frames = encapsulatedFrames(file, parsed, header.frames.length);
  return async (frame) => storedValues(await decode(file, frames[frame]!, coding, header), header);
}

/** CT has one value of 8, 16 or 32 bits per pixel. */
function requireGrey(header: DicomHeader): void {
  const { file, photometricInterpretation, samplesPerPixel, bitsAllocated, bitsStored, highBit } = header;
  if (samplesPerPixel !== 1 || !['MONOCHROME1', 'MONOCHROME2', null].includes(photometricInterpretation))
    throw new CtFileError(
      file,
      'a CT image must have 1 sample per pixel and be MONOCHROME2; received ' +
        `${samplesPerPixel} and ${photometricInterpretation}`,
    );
  if (![8, 16, 32].includes(bitsAllocated) || bitsStored < 1 || highBit >= bitsAllocated || highBit < bitsStored - 1)
    throw new CtFileError(
      file,
      'pixels must have 8, 16 or 32 bits; received ' +
        `${bitsAllocated} bits allocated, ${bitsStored} stored, high bit ${highBit}`,
    );
}

async function openPlain(file: string, { data, readBody }: ParsedDicom, header: DicomHeader): Promise<FrameReader> {
  const { rows, columns, bitsAllocated, frames, transferSyntax } = header;
  const { dataOffset, length, hadUndefinedLength } = data.elements[tags.PixelData]!;
  if (hadUndefinedLength) throw new CtFileError(file, 'uncompressed pixel data must have a defined length');
  const needed = frameLength(header) * frames.length;
  const expected = `${frames.length} × ${rows} × ${columns} pixels of ${bitsAllocated} bits need ${needed} bytes`;
  if (length < needed) throw new CtFileError(file, `${expected}; the pixel data are ${length} bytes long`);
  const body = await readBody(dataOffset + needed);
  if (body.length < dataOffset + needed)
    throw new CtFileError(
      file,
      `${expected}; the file is cut off after ${Math.max(0, body.length - dataOffset)} of them`,
    );
  const { bigEndian } = elementEncoding(transferSyntax);
  return async (frame) => {
    const start = dataOffset + frame * frameLength(header);
    const samples = plainSamples(body.subarray(start, start + frameLength(header)), header, bigEndian);
    return storedValues(samples, header);
  };
}

async function decode(
  file: string,
  frame: Uint8Array,
  coding: Exclude<PixelCoding, 'plain'>,
  header: DicomHeader,
): Promise<RawSamples> {
  try {
    return widen(await decoders[coding](frame, header), header);
  } catch (cause) {
    throw asCtFileError(file, cause, `broken pixel data of transfer syntax ${header.transferSyntax}`);
  }
}

type Decoder = (frame: Uint8Array, header: DicomHeader) => RawSamples | Promise<RawSamples>;

const decoders: Readonly<Record<Exclude<PixelCoding, 'plain'>, Decoder>> = {
  rle: (frame, header) => plainSamples(unpackRle(frame, header), header, false),
  jpegLossless: decodeJpegLossless,
  jpegLs: decodeJpegLs,
  jpeg2000: decodeJpeg2000,
};

/** Widens samples to the bytes that the header allocates. */
function widen(samples: RawSamples, { bitsAllocated, bitsStored, signed }: DicomHeader): RawSamples {
  const bits = 8 * samples.BYTES_PER_ELEMENT;
  if (bits === bitsAllocated) return samples;
  if (bits > bitsAllocated || (signed && bitsStored > bits))
    throw new Error(`samples of ${bits} bits where the header has ${bitsAllocated}`);
  return bitsAllocated === 16 ? Uint16Array.from(samples) : Uint32Array.from(samples);
}
