import { CtFileError } from '../../ctFileError';

/** How the pixels of a frame are packed. */
export type PixelCoding = 'plain' | 'rle' | 'jpegLossless' | 'jpegLs' | 'jpeg2000';

/** How the elements of a file are written. */
export interface ElementEncoding {
  readonly bigEndian: boolean;
  /** Value representations are not written out. */
  readonly implicit: boolean;
  /** All behind the meta header is one raw deflate stream. */
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

/** Names of syntaxes that are not read, for messages. */
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

/** How to read the elements of a file; the pixels of an unknown syntax are refused by {@link requireCoding}. */
export function elementEncoding(uid: string): ElementEncoding {
  return {
    bigEndian: uid === '1.2.840.10008.1.2.2',
    implicit: uid === '1.2.840.10008.1.2',
    deflated: uid === '1.2.840.10008.1.2.1.99',
  };
}

/**
 * How the pixels of a file of this transfer syntax are packed.
 *
 * @throws CtFileError that names the transfer syntax, if it is not read
 */
export function requireCoding(uid: string, file: string): PixelCoding {
  const coding = Object.hasOwn(codings, uid) ? codings[uid] : undefined;
  if (coding !== undefined) return coding;
  const name = Object.hasOwn(otherNames, uid) ? ` (${otherNames[uid]})` : '';
  throw new CtFileError(
    file,
    `pixels of transfer syntax ${uid}${name} are not read; convert the file to Explicit VR Little Endian ` +
      '(1.2.840.10008.1.2.1), for instance with `gdcmconv --raw` or `dcmdjpeg`',
  );
}
