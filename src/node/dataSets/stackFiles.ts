import { CtFileError } from '../../data/ctFileError';
import type { CtScan } from '../../data/dataSet';
import { chooseAcquisition } from '../../data/formats/dicom/chooseAcquisition';
import { headerNotes } from '../../data/formats/dicom/findImages';
import type { DicomHeader } from '../../data/formats/dicom/header';
import { readDicomHeader } from '../../data/formats/dicom/readDicomHeader';
import { scaleNotes } from '../../data/formats/dicom/scaleNotes';
import { stackSlices } from '../../data/formats/dicom/stackSlices';
import { axisCodes, reorientGeometry, stepLengths } from '../../data/orientation';
import { cross, vector } from '../../data/vector';
import type { Affine } from '../../data/volume';
import type { FoundFile } from './diskFile';
import { fromTheEnd } from './fromTheEnd';

/** A file of one slice, with its header. */
interface SliceFile {
  readonly file: FoundFile;
  readonly header: DicomHeader;
}

/** Files of a series from the feet to the head, and their place. */
export interface StackedFiles {
  readonly files: readonly FoundFile[];
  /** Directions of rows and columns of each file. */
  readonly plane: Affine;
  readonly place: Required<Pick<CtScan, 'spacing' | 'affine' | 'isUneven'>> & Pick<CtScan, 'slicePlaces'>;
  readonly notes: readonly string[];
}

/** Headers read at a time. */
const batch = 16;

/**
 * Orders a series by the positions in the headers of all its files. Without any positions, the files are in order. Files
 * at the place of another, and those that cannot be placed, are skipped with a note.
 *
 * @param firstAt position of the first file if no header has any
 * @throws CtFileError if a header cannot be read, or the slices are not axial or not of one volume
 */
export async function stackFiles(files: readonly FoundFile[], firstAt: 'feet' | 'head'): Promise<StackedFiles> {
  const images = await readHeaders(files);
  requireAxial(images[0]!);
  chooseAcquisition(images, null, { canChoose: false });
  const isPlaced = images.some(({ header }) => header.frames[0]!.position !== null);
  const stacked = isPlaced ? placed(images) : inOrder(images, firstAt);
  return { ...stacked, notes: [...headerNotes(images), ...stacked.notes] };
}

async function readHeaders(files: readonly FoundFile[]): Promise<SliceFile[]> {
  const images: SliceFile[] = [];
  for (let at = 0; at < files.length; at += batch) {
    const some = files.slice(at, at + batch);
    images.push(...(await Promise.all(some.map(async (file) => ({ file, header: await readDicomHeader(file) })))));
  }
  const several = images.find(({ header }) => header.frames.length > 1);
  if (several)
    throw new CtFileError(several.file.name, `the file has ${several.header.frames.length} frames; a slice has one`);
  return images;
}

function placed(images: readonly SliceFile[]): StackedFiles {
  const { slices, affine, isUneven, places, notes } = stackSlices(images);
  const fileOf = new Map(images.map(({ file }) => [file.name, file]));
  const files = slices.map(({ file }) => fileOf.get(file.name)!);
  const isDown = axisCodes(affine).endsWith('I');
  if (isDown) files.reverse();
  const { rows, columns } = slices[0]!.header;
  const upright = reorientGeometry({ size: [columns, rows, slices.length], affine }, 'LPS').affine;
  const spacing = slices[0]!.place.spacing ? spacingOf(upright) : null;
  return {
    files,
    plane: affine,
    place: {
      ...{ spacing, affine: upright, isUneven },
      ...(isUneven && places && { slicePlaces: isDown ? fromTheEnd(places) : places }),
    },
    notes: [...notes, ...scaleNotes(slices)],
  };
}

function inOrder(images: readonly SliceFile[], firstAt: 'feet' | 'head'): StackedFiles {
  const { sliceThickness, frames } = images[0]!.header;
  const plane = planeOf(images[0]!.header, sliceThickness || 1);
  const files = images.map(({ file }) => file);
  if (firstAt === 'head') files.reverse();
  const spacing =
    sliceThickness && frames[0]!.spacing
      ? spacingOf(reorientGeometry({ size: [1, 1, 1], affine: plane }, 'LPS').affine)
      : null;
  return { files, plane, place: { spacing, affine: null, isUneven: false }, notes: [] };
}

function requireAxial({ file, header }: SliceFile): void {
  const codes = axisCodes(planeOf(header, 1));
  if (!/[SI]$/.test(codes))
    throw new CtFileError(file.name, `not an axial slice: its rows and columns run to ${codes.slice(0, 2)}`);
}

/** Affine of column, row and slice to mm without a position; that of a supine patient if the file gives no directions. */
function planeOf({ frames }: DicomHeader, step: number): Affine {
  const orientation = frames[0]!.orientation ?? [1, 0, 0, 0, 1, 0];
  const [along, down] = [vector(orientation), vector(orientation, 3)];
  const normal = cross(along, down);
  const [rowStep = 1, columnStep = 1] = frames[0]!.spacing ?? [];
  const row = (i: 0 | 1 | 2) => [along[i] * columnStep, down[i] * rowStep, normal[i] * step, 0] as const;
  return [row(0), row(1), row(2)];
}

/** Computes the spacing of slices, rows and columns after reorientation. */
function spacingOf(affine: Affine): CtScan['spacing'] {
  const [x, y, z] = stepLengths(affine);
  return [z, y, x];
}
