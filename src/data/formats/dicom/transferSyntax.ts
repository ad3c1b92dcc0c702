import { CtFileError } from '../../ctFileError';

/** Compression of a frame's pixels. */
export type PixelCoding = 'plain' | 'rle' | 'jpegLossless' | 'jpegLs' | 'jpeg2000';

/** Encoding of a file's elements. */
export interface ElementEncoding {
  readonly bigEndian: boolean;
  /** Whether value representations are omitted. */
  readonly implicit: boolean;
  /** Whether everything after the meta header is one raw deflate stream. */
  readonly deflated: boolean;
}

const codings: Readonly<Record<string, PixelCoding>> = {
  '1.2.840.10008.1.2': 'plain',
  '1.2.840.10008.1.2.1': 'plain',
  '1.2.840.10008.1.2.1.99': 'plain',
  '1.2.840.10008.1.2.2': 'plain',
  '1.2.840.10008.1.2.5': 'rle',
  '1.2.840.10008.1.2.4.57': 'jpegLossless',
  '1.2.840.10008.1.2.4.70': 'jpegLossless',
  '1.2.840.10008.1.2.4.80': 'jpegLs',
  '1.2.840.10008.1.2.4.81': 'jpegLs',
  '1.2.840.10008.1.2.4.90': 'jpeg2000',
  '1.2.840.10008.1.2.4.91': 'jpeg2000',
};

/** Names of unsupported transfer syntaxes, for messages. */
const otherNames: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.4.50': 'JPEG Baseline',
  '1.2.840.10008.1.2.4.51': 'JPEG Extended',
  '1.2.840.10008.1.2.4.53': 'JPEG Spectral Selection',
  '1.2.840.10008.1.2.4.55': 'JPEG Full Progression',
  '1.2.840.10008.1.2.4.100': 'MPEG2',
  '1.2.840.10008.1.2.4.102': 'MPEG-4 AVC/H.264',
  '1.2.840.10008.1.2.4.110': 'JPEG XL Lossless',
  '1.2.840.10008.1.2.4.201': 'High-Throughput JPEG 2000 Lossless',
  '1.2.840.10008.1.2.4.202': 'High-Throughput JPEG 2000 Lossless RPCL',
  '1.2.840.10008.1.2.4.203': 'High-Throughput JPEG 2000',
};

/**
 * Returns the encoding of a file's elements. Pixels of unknown transfer syntaxes are rejected by {@link requireCoding}.
 */
export function elementEncoding(uid: string): ElementEncoding {
  return {
    bigEndian: uid === '1.2.840.10008.1.2.2',
    implicit: uid === '1.2.840.10008.1.2',
    deflated: uid === '1.2.840.10008.1.2.1.99',
  };
}

/**
 * Returns the pixel compression of a transfer syntax.
 *
 * @throws CtFileError that names the transfer syntax, if it is not supported
 */
export function requireCoding(uid: string, file: string): PixelCoding {
  const coding = Object.hasOwn(codings, uid) ? codings[uid] : undefined;
  if (coding !== undefined) return coding;
  const name = Object.hasOwn(otherNames, uid) ? ` (${otherNames[uid]})` : '';
  throw new CtFileError(
    file,
    `transfer syntax ${uid}${name} is not supported; convert the file to Explicit VR Little Endian ` +
      '(1.2.840.10008.1.2.1), for instance with `gdcmconv --raw` or `dcmdjpeg`',
  );
}
