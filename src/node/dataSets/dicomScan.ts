import { CtFileError } from '../../data/ctFileError';
import type { CtScan } from '../../data/dataSet';
import type { DicomHeader } from '../../data/formats/dicom/header';
import { readDicomHeader } from '../../data/formats/dicom/readDicomHeader';
import { readDicomSlice } from '../../data/formats/dicom/readDicomSlice';
import { axisCodes, reorient, reorientGeometry, stepLengths } from '../../data/orientation';
import { resampleMask } from '../../data/segments/resampleMask';
import { add, cross, dot, scale, type Vector, vector } from '../../data/vector';
import type { Affine, VoxelArray } from '../../data/volume';
import type { FoundFile } from './diskFile';
import { lastPart } from './filesByFolder';
import { lazyScan, type SlicePixels } from './lazyScan';

/** Series of DICOM slices in file order, each with its masks. */
export interface DicomScan {
  readonly patient: string;
  readonly images: readonly FoundFile[];
  /** Mask files of each image, whose union is the ground truth; rows and columns match the image. */
  readonly masks: readonly (readonly FoundFile[])[];
  /** Position of the first file if the headers do not define it. */
  readonly firstAt: 'feet' | 'head';
  /** Reads a mask: non-zero inside. */
  readMask(file: FoundFile): Promise<{ rows: number; columns: number; values: VoxelArray }>;
}

/**
 * Opens a series by the headers of its first and last file, which define spacing and orientation.
 *
 * @throws CtFileError if a header cannot be read, or the slices are not axial
 */
export async function dicomScan({ patient, images, masks, firstAt, readMask }: DicomScan): Promise<CtScan> {
  const first = await readDicomHeader(images[0]!);
  const last = await readDicomHeader(images.at(-1)!);
  const rise = riseOf(first, last);
  const step = rise === 0 ? first.sliceThickness : Math.abs(rise) / (images.length - 1);
  const affine = planeAffine(first, step || 1);
  const codes = axisCodes(affine);
  if (!/[SI]$/.test(codes))
    throw new CtFileError(first.file, `not an axial slice: its rows and columns run to ${codes.slice(0, 2)}`);
  const upright = rise === 0 ? firstAt === 'feet' : rise > 0;
  const fileIndex = (index: number) => (upright ? index : images.length - 1 - index);
  const place = rise === 0 ? null : placeOf(upright ? first : last, upright ? last : first, images.length);
  return lazyScan({
    patient,
    name: patient,
    depth: images.length,
    spacing: step && first.frames[0]!.spacing ? spacingOf(place ?? affine) : null,
    affine: place,
    unit: 'hu',
    files: [...images, ...masks.flat()],
    sliceName: (index) => lastPart(images[fileIndex(index)]!.name).replace(/\.dcm$/i, ''),
    readPixels: (index) => {
      const [image, own] = [images[fileIndex(index)]!, masks[fileIndex(index)]!];
      return readPixels(image, own, { affine, readMask });
    },
  });
}

async function readPixels(
  image: FoundFile,
  masks: readonly FoundFile[],
  { affine, readMask }: Pick<DicomScan, 'readMask'> & { affine: Affine },
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
  const turned = <T extends VoxelArray>(data: T) => reorient<T>({ data, size: [columns, rows, 1], affine }, 'LPS');
  const { data, size } = turned<Int16Array | Float32Array>(values);
  return { height: size[1], width: size[0], values: data, mask: turned(union).data };
}

/** Computes how far the last slice is above the first, towards the head, in mm; 0 if the headers do not define it. */
function riseOf(first: DicomHeader, last: DicomHeader): number {
  const [from, to] = [first.frames[0]!.position, last.frames[0]!.position];
  if (!from || !to) return 0;
  const { normal } = directions(first);
  return dot(normal, add(vector(to), vector(from), -1)) * Math.sign(normal[2]);
}

/** Maps the indices of the slices, in the library's orientation, to mm, by the lowest and the highest slice. */
function placeOf(lowest: DicomHeader, highest: DicomHeader, depth: number): Affine {
  const [from, to] = [lowest, highest].map(({ frames }) => vector(frames[0]!.position!)) as [Vector, Vector];
  const step = scale(add(to, from, -1), 1 / (depth - 1));
  const plane = planeAffine(lowest, 1);
  const row = (axis: 0 | 1 | 2) => [plane[axis][0], plane[axis][1], step[axis], from[axis]] as const;
  const affine = [row(0), row(1), row(2)] as const;
  return reorientGeometry({ size: [lowest.columns, lowest.rows, depth], affine }, 'LPS').affine;
}

/** Makes an affine from column, row and slice to mm; the slice's own position does not matter. */
function planeAffine(header: DicomHeader, step: number): Affine {
  const { along, down, normal } = directions(header);
  const [rowStep = 1, columnStep = 1] = header.frames[0]!.spacing ?? [];
  const row = (i: 0 | 1 | 2) => [along[i] * columnStep, down[i] * rowStep, normal[i] * step, 0] as const;
  return [row(0), row(1), row(2)];
}

/**
 * Returns unit vectors along a row, down a column, and across the slice; those of a supine patient if the file has
 * none.
 */
function directions({ frames }: DicomHeader): { along: Vector; down: Vector; normal: Vector } {
  const orientation = frames[0]!.orientation ?? [1, 0, 0, 0, 1, 0];
  const [along, down] = [vector(orientation), vector(orientation, 3)];
  return { along, down, normal: cross(along, down) };
}

/** Computes the spacing of slices, rows and columns after reorientation. */
function spacingOf(affine: Affine): CtScan['spacing'] {
  const [x, y, z] = stepLengths(reorientGeometry({ size: [1, 1, 1], affine }, 'LPS').affine);
  return [z, y, x];
}
