import loadCharls from '@cornerstonejs/codec-charls';
import loadOpenjpeg from '@cornerstonejs/codec-openjpeg';
import { encode } from 'fast-png';

import { type CtFile, ctFile } from '../../src/data/ctFile';
import { encodeMetaImage } from '../../src/data/metaImage/encodeMetaImage';
import { encodeNifti } from '../../src/data/nifti/encodeNifti';
import { generatePhantom } from '../../src/data/phantom';
import { toVolume } from '../../src/data/toVolume';
import type { Volume } from '../../src/data/volume';
import { packJpegLossless } from './packJpegLossless';
import { packRle } from './packRle';
import { type DicomEncoding, writeDicomSlice } from './writeDicom';

/** A scan in every format that can be written here: the files of each by a name for it. */
export async function scanFiles(scan: Volume): Promise<{ [format: string]: CtFile[] }> {
  const files = async (name: string, compressed: boolean) =>
    (await encodeMetaImage(scan, name, { compressed })).map((file) => ctFile(file.name, file.bytes));
  const jpegLs = packer(new (await loadCharls()).JpegLSEncoder());
  const jpeg2000 = packer(new (await loadOpenjpeg()).J2KEncoder());
  return {
    'DICOM, uncompressed': dicomFiles(scan, 'explicit', null),
    'DICOM, deflated': dicomFiles(scan, 'deflated', null),
    'DICOM, RLE': dicomFiles(scan, 'explicit', {
      syntax: '1.2.840.10008.1.2.5',
      pack: (words) => packRle(words, 1)[0]!,
    }),
    'DICOM, JPEG lossless': dicomFiles(scan, 'explicit', { syntax: '1.2.840.10008.1.2.4.70', pack: packJpegLossless }),
    'DICOM, JPEG-LS': dicomFiles(scan, 'explicit', { syntax: '1.2.840.10008.1.2.4.80', pack: jpegLs }),
    'DICOM, JPEG 2000': dicomFiles(scan, 'explicit', { syntax: '1.2.840.10008.1.2.4.90', pack: jpeg2000 }),
    'MetaImage, raw': await files('scan.mhd', false),
    'MetaImage, zraw': await files('scan.mhd', true),
    'NIfTI, gzipped': [ctFile('scan.nii.gz', await encodeNifti(scan))],
    'PNG, 16 bits': pngFiles(scan),
  };
}

/** Slices of a phantom patient from the feet to the head. */
export function phantomVolume(depth: number, side: number): Volume {
  const [patient] = generatePhantom({ patients: 1, slicesPerPatient: depth, size: side });
  const data = new Int16Array(depth * side * side);
  patient!.slices.toReversed().forEach((slice, z) => {
    data.set(slice.hu, z * side * side);
  });
  const affine = [
    [0.75, 0, 0, -190.5],
    [0, 0.75, 0, -180.25],
    [0, 0, 5, 12.5],
  ] as const;
  return toVolume({ data, size: [side, side, depth], affine }, 'hu', 'phantom');
}

type Pack = (words: Uint16Array, height: number, width: number) => Uint8Array;

/** Stored as unsigned numbers with an intercept, as many scanners do. */
function dicomFiles(
  scan: Volume,
  encoding: DicomEncoding,
  compression: { syntax: string; pack: Pack } | null,
): CtFile[] {
  const [depth, rows, columns] = scan.shape;
  const [across, down, up] = scan.affine;
  return Array.from({ length: depth }, (_, z) => {
    const words = Uint16Array.from(scan.data.subarray(z * rows * columns, (z + 1) * rows * columns), (hu) => hu + 1024);
    const bytes = writeDicomSlice({
      hu: words,
      rows,
      columns,
      position: [across[3], down[3], up[3] + z * up[2]],
      spacing: [down[1], across[0]],
      instanceNumber: z + 1,
      encoding,
      ...(compression ? { transferSyntax: compression.syntax } : {}),
      elements: {
        PixelRepresentation: 0,
        RescaleIntercept: '-1024',
        ...(compression ? { PixelData: [compression.pack(words, rows, columns)] } : {}),
      },
    });
    return ctFile(`slice-${z}.dcm`, bytes);
  });
}

function packer(encoder: Encoder): Pack {
  return (words, height, width) => {
    const frame = { width, height, bitsPerSample: 16, componentCount: 1, isSigned: false };
    encoder.getDecodedBuffer(frame).set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
    encoder.encode();
    return Uint8Array.from(encoder.getEncodedBuffer());
  };
}

function pngFiles({ data, shape: [depth, height, width] }: Volume): CtFile[] {
  return Array.from({ length: depth }, (_, z) => {
    const levels = Uint16Array.from(data.subarray(z * height * width, (z + 1) * height * width), (hu) => hu + 1024);
    return ctFile(`slice-${z}.png`, encode({ width, height, data: levels, channels: 1, depth: 16 }));
  });
}
