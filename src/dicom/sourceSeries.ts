import type { CtFile } from '../data/ctFile';
import { CtFileError } from '../data/ctFileError';
import { type CharacterSets, characterSetsOf } from '../data/formats/dicom/characterSets';
import { bytesOf } from '../data/formats/dicom/elements';
import { findImages } from '../data/formats/dicom/findImages';
import { guarded } from '../data/formats/dicom/guarded';
import { parseHeader } from '../data/formats/dicom/readDicomHeader';
import type { Slice } from '../data/formats/dicom/slices';
import { stackSlices } from '../data/formats/dicom/stackSlices';
import { decodeText } from '../data/formats/dicom/text';
import { toVolumeHeader } from '../data/toVolume';
import { cross, dot, norm, type Vector, vector } from '../data/vector';
import type { Affine, VolumeHeader } from '../data/volume';
import type { Attributes } from './write/attributes';
import { dictionary, type Keyword } from './write/dictionary';

/** A slice of the scan: the image it is, and its place. */
export interface SourceSlice {
  readonly sopClass: string;
  readonly instanceUid: string;
  /** Number of the frame, from 1; `null` if the image has only one. */
  readonly frame: number | null;
  /** Centre of its first voxel in mm. */
  readonly position: Vector;
}

/** The series that a mask belongs to. */
export interface SourceSeries {
  readonly grid: VolumeHeader;
  /** In the order of the file's own axes. */
  readonly slices: readonly SourceSlice[];
  readonly rows: number;
  readonly columns: number;
  /** Directions of a row and of a column. */
  readonly orientation: readonly number[];
  /** Distances of rows and of columns in mm. */
  readonly spacing: readonly [row: number, column: number];
  /** Distance of slices along their normal in mm. */
  readonly step: number;
  readonly thickness: number;
  readonly studyUid: string;
  readonly seriesUid: string;
  /** Elements of the patient, the study and the frame of reference, as the images have them. */
  readonly attributes: Attributes;
  /** Elements on lossy compression of the images; none if there was none. */
  readonly compression: Attributes;
}

/** What a mask takes over from the images of its scan; those with `''` must be there, even without a value. */
const copied: { readonly [Name in Keyword]?: '' | null } = {
  StudyDate: '',
  StudyTime: '',
  AccessionNumber: '',
  ReferringPhysicianName: '',
  StudyDescription: null,
  PatientName: '',
  PatientID: '',
  IssuerOfPatientID: null,
  PatientBirthDate: '',
  PatientSex: '',
  StudyInstanceUID: '',
  StudyID: '',
  FrameOfReferenceUID: null,
  PositionReferenceIndicator: '',
  LongitudinalTemporalInformationModified: null,
};

/** What it takes over only if all of a group have a value. */
const identityRemoved: readonly Keyword[] = ['PatientIdentityRemoved', 'DeidentificationMethod'];
const lossyCompression: readonly Keyword[] = [
  'LossyImageCompression',
  'LossyImageCompressionRatio',
  'LossyImageCompressionMethod',
];

/**
 * Reads the headers of a scan's DICOM files.
 *
 * @throws CtFileError (the promise) as `readDicomSeries` does, or if a UID is missing that a mask must refer to
 */
export async function readSourceSeries(
  files: readonly CtFile[],
  choice: { readonly seriesUid: string | null; readonly acquisition: number | null },
): Promise<SourceSeries> {
  const { slices, affine } = stackSlices((await findImages(files, choice)).images);
  const { file, header, place } = slices[0]!;
  const { rows, columns } = header;
  const column = (index: 0 | 1 | 2): Vector => [affine[0][index], affine[1][index], affine[2][index]];
  const [alongRow, alongColumn] = [column(0), column(1)];
  const orientation = place.orientation ?? [...unit(alongRow), ...unit(alongColumn)];
  const step = Math.abs(dot(column(2), cross(vector(orientation), vector(orientation, 3))));
  return {
    grid: toVolumeHeader({ size: [columns, rows, slices.length], affine }, 'label', file.name),
    slices: slices.map((slice, index) => sourceSlice(slice, index, affine)),
    ...{ rows, columns, orientation, step },
    spacing: [norm(alongColumn), norm(alongRow)],
    thickness: header.sliceThickness ?? step,
    studyUid: required(file.name, 'StudyInstanceUID', header.studyUid),
    seriesUid: required(file.name, 'SeriesInstanceUID', header.seriesUid),
    ...(await attributesOf(file)),
  };
}

function sourceSlice({ file, header, frame, place }: Slice, index: number, affine: Affine): SourceSlice {
  const at = ([, , perSlice, offset]: Affine[number]) => offset + index * perSlice;
  return {
    sopClass: required(file.name, 'SOPClassUID', header.sopClassUid),
    instanceUid: required(file.name, 'SOPInstanceUID', header.instanceUid),
    frame: header.frames.length > 1 ? frame + 1 : null,
    position: place.position ? vector(place.position) : [at(affine[0]), at(affine[1]), at(affine[2])],
  };
}

function required(file: string, name: string, uid: string | null): string {
  if (uid) return uid;
  throw new CtFileError(file, `${name} is missing; a mask refers to the images of its scan by their UIDs`);
}

async function attributesOf(file: CtFile): Promise<Pick<SourceSeries, 'attributes' | 'compression'>> {
  const { data } = await parseHeader(file);
  return guarded(file.name, () => {
    const sets = characterSetsOf(data.string(tagOf('SpecificCharacterSet')));
    const value = (name: Keyword) => decoded(file.name, name, bytesOf(data, tagOf(name)), sets);
    const single = (Object.entries(copied) as [Keyword, '' | null][]).flatMap(([name, otherwise]) => {
      const own = value(name);
      return own.length > 0 || otherwise === '' ? [[name, own] as const] : [];
    });
    const together = (names: readonly Keyword[]): Attributes =>
      names.every((name) => value(name).length > 0)
        ? Object.fromEntries(names.map((name) => [name, value(name)] as const))
        : {};
    return {
      attributes: { ...Object.fromEntries(single), ...together(identityRemoved), SpecificCharacterSet: 'ISO_IR 192' },
      compression: together(lossyCompression),
    };
  });
}

/** Decodes an element to be copied. Throws CtFileError rather than to change the name of a patient. */
function decoded(file: string, name: Keyword, bytes: Uint8Array, sets: CharacterSets): string {
  const isName = dictionary[name][1] === 'PN';
  try {
    return decodeText(bytes, sets, { isName, isStrict: true }).replace(/ +$/, '');
  } catch (cause) {
    throw new CtFileError(file, `${name} cannot be copied: it is not in the character set that the file names`, {
      cause,
      fix: [{ action: 'correct SpecificCharacterSet (0008,0005) in the scan' }],
    });
  }
}

const tagOf = (name: Keyword) => `x${dictionary[name][0].toString(16).padStart(8, '0')}`;

function unit(step: Vector): Vector {
  const length = norm(step);
  return [step[0] / length, step[1] / length, step[2] / length];
}
