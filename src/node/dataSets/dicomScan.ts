import { CtFileError } from '../../data/ctFileError';
import type { CtScan } from '../../data/dataSet';
import { readDicomSlice } from '../../data/formats/dicom/readDicomSlice';
import { reorient } from '../../data/orientation';
import { resampleMask } from '../../data/segments/resampleMask';
import type { Affine, VoxelArray } from '../../data/volume';
import type { FoundFile } from './diskFile';
import { lastPart } from './filesByFolder';
import { lazyScan, type SlicePixels } from './lazyScan';
import { stackFiles } from './stackFiles';

/** Series of DICOM slices in file order, each with its masks. */
export interface DicomScan {
  readonly patient: string;
  readonly images: readonly FoundFile[];
  /** Mask files of each image, whose union is the ground truth; rows and columns match the image. */
  readonly masks: readonly (readonly FoundFile[])[];
  /** Position of the first file if no header has any. */
  readonly firstAt: 'feet' | 'head';
  /** Reads a mask: non-zero inside. */
  readMask(file: FoundFile): Promise<{ rows: number; columns: number; values: VoxelArray }>;
}

/**
 * Opens a series by the headers of all its files, which define order, spacing and orientation. Of slices at one place, one
 * is kept with its masks.
 *
 * @returns the scan, and notes on uneven spacing, skipped slices and doubtful values
 * @throws CtFileError if a header cannot be read, or the slices are not axial or not of one volume
 */
export async function dicomScan({
  patient,
  images,
  masks,
  firstAt,
  readMask,
}: DicomScan): Promise<{ scan: CtScan; notes: readonly string[] }> {
  const { files, plane, place, notes } = await stackFiles(images, firstAt);
  const masksOf = new Map(images.map((file, index) => [file, masks[index]!]));
  const scan = await lazyScan({
    ...place,
    patient,
    name: patient,
    depth: files.length,
    unit: 'hu',
    files: [...images, ...masks.flat()],
    sliceName: (index) => lastPart(files[index]!.name).replace(/\.dcm$/i, ''),
    readPixels: (index) => readPixels(files[index]!, masksOf.get(files[index]!)!, { plane, readMask }),
  });
  return { scan, notes: notes.map((note) => `${patient}: ${note}`) };
}

async function readPixels(
  image: FoundFile,
  masks: readonly FoundFile[],
  { plane, readMask }: Pick<DicomScan, 'readMask'> & { readonly plane: Affine },
): Promise<SlicePixels> {
  const { rows, columns, values } = await readDicomSlice(image);
  const union = new Uint8Array(rows * columns);
  for (const file of masks) {
    const mask = await readMask(file);
    if (mask.rows !== rows || mask.columns !== columns)
      throw new CtFileError(
        file.name,
        `the mask has ${mask.rows}×${mask.columns} pixels, but its image ${image.name} has ${rows}×${columns}`,
        { fix: [resampleMask] },
      );
    for (let i = 0; i < union.length; i++) if (mask.values[i] !== 0) union[i] = 1;
  }
  const turned = <T extends VoxelArray>(data: T) =>
    reorient<T>({ data, size: [columns, rows, 1], affine: plane }, 'LPS');
  const { data, size } = turned<Int16Array | Float32Array>(values);
  return { height: size[1], width: size[0], values: data, mask: turned(union).data };
}
