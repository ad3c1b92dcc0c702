import { encode } from 'fast-png';

import { type CtFile, ctFile } from '../../src/data/ctFile';
import { encodeMetaImage } from '../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../src/data/formats/nifti/encodeNifti';
import { encodeNrrd } from '../../src/data/formats/nrrd/encodeNrrd';
import { generatePhantom } from '../../src/data/phantom';
import { toVolume } from '../../src/data/toVolume';
import type { Volume } from '../../src/data/volume';
import { packJpeg2000, packJpegLossless, packJpegLs } from './packJpeg';
import { type DicomEncoding, writeDicomSlice } from './writeDicom';

/** A scan in every format that can be written here: the files of each by a name for it. */
export async function scanFiles(scan: Volume): Promise<{ [format: string]: CtFile[] }> {
  const files = async (name: string, compressed: boolean, encode: typeof encodeMetaImage = encodeMetaImage) =>
    (await encode(scan, name, { compressed })).map((file) => ctFile(file.name, file.bytes));
  return {
    'DICOM, uncompressed': await dicomFiles(scan),
    'DICOM, deflated': await dicomFiles(scan, { encoding: 'deflated' }),
    'DICOM, RLE': await dicomFiles(scan, { encoding: 'rle' }),
    'DICOM, JPEG lossless': await dicomFiles(scan, { syntax: '1.2.840.10008.1.2.4.70', pack: packJpegLossless }),
    'DICOM, JPEG-LS': await dicomFiles(scan, { syntax: '1.2.840.10008.1.2.4.80', pack: packJpegLs }),
    'DICOM, JPEG 2000': await dicomFiles(scan, { syntax: '1.2.840.10008.1.2.4.90', pack: packJpeg2000 }),
    'MetaImage, raw': await files('scan.mhd', false),
    'MetaImage, zraw': await files('scan.mhd', true),
    'NIfTI, gzipped': [ctFile('scan.nii.gz', await encodeNifti(scan))],
    'NRRD, raw': await files('scan.nhdr', false, encodeNrrd),
    'NRRD, gzipped': await files('scan.nrrd', true, encodeNrrd),
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

type HowToWrite =
  | { encoding: DicomEncoding }
  | { syntax: string; pack: (words: Int16Array, rows: number, columns: number) => Uint8Array | Promise<Uint8Array> };

/** The slices with an intercept, as most scanners store them. */
function dicomFiles(scan: Volume, how: HowToWrite = { encoding: 'explicit' }): Promise<CtFile[]> {
  const [depth, rows, columns] = scan.shape;
  const [across, down, up] = scan.affine;
  const files = Array.from({ length: depth }, async (_, z) => {
    const words = Int16Array.from(levelsOf(scan, z));
    const bytes = writeDicomSlice({
      hu: words,
      rows,
      columns,
      position: [across[3], down[3], up[3] + z * up[2]],
      spacing: [down[1], across[0]],
      instanceNumber: z + 1,
      ...('pack' in how
        ? {
            transferSyntax: how.syntax,
            elements: { RescaleIntercept: '-1024', PixelData: [await how.pack(words, rows, columns)] },
          }
        : { encoding: how.encoding, elements: { RescaleIntercept: '-1024' } }),
    });
    return ctFile(`slice-${z}.dcm`, bytes);
  });
  return Promise.all(files);
}

function pngFiles(scan: Volume): CtFile[] {
  const [depth, height, width] = scan.shape;
  return Array.from({ length: depth }, (_, z) =>
    ctFile(`slice-${z}.png`, encode({ width, height, data: levelsOf(scan, z), channels: 1, depth: 16 })),
  );
}

/** A slice in numbers from 0. */
function levelsOf({ data, shape: [, height, width] }: Volume, z: number): Uint16Array {
  return Uint16Array.from(data.subarray(z * height * width, (z + 1) * height * width), (hu) => hu + 1024);
}
