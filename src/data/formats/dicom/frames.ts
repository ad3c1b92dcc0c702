import { CtFileError } from '../../ctFileError';
import { dot, norm, vector } from '../../vector';
import type { Elements } from './elements';
import { tagName } from './tags';

/** Position of a frame in the patient, and its scale to Hounsfield units. */
export interface DicomFrame {
  /** Centre of the first voxel in patient coordinates (left, back, head) in mm, or `null`. */
  readonly position: readonly number[] | null;
  /** Unit vectors along a row and along a column in (left, back, head): six numbers, or `null`. */
  readonly orientation: readonly number[] | null;
  /** Distance between neighbouring rows and between neighbouring columns in mm, or `null`. */
  readonly spacing: readonly number[] | null;
  /** Stored value · slope + intercept = HU; 1 and 0 by default. */
  readonly slope: number;
  readonly intercept: number;
  /** Whether the file gives a slope. Without one, values may not be Hounsfield units. */
  readonly isScaled: boolean;
  /** Unit of the scaled values: `'HU'`, `'US'` for an unspecified one, …, or `null`, which stands for HU. */
  readonly unit: string | null;
}

/** Maximum number of frames in a file. */
const mostFrames = 65_535;

/**
 * Reads every frame of a file. For Enhanced CT: from the frame's functional group, else the shared one, else the top
 * level. Several frames without functional groups would share one position, so they get none.
 */
export function readFrames(file: string, elements: Elements): DicomFrame[] {
  const count = elements.number('NumberOfFrames') || 1;
  if (!(Number.isInteger(count) && count >= 1 && count <= mostFrames))
    throw new CtFileError(file, `${tagName('NumberOfFrames')} must be from 1 to ${mostFrames}; received ${count}`);
  const shared = elements.item('SharedFunctionalGroupsSequence');
  if (!elements.item('PerFrameFunctionalGroupsSequence')) {
    const frame = readFrame(file, shared ? [shared] : [], elements);
    return new Array<DicomFrame>(count).fill(count > 1 ? { ...frame, position: null } : frame);
  }
  return Array.from({ length: count }, (_, i) => {
    const own = elements.item('PerFrameFunctionalGroupsSequence', i);
    if (!own) throw new CtFileError(file, `frame ${i + 1} of ${count} has no functional groups of its own`);
    return readFrame(file, shared ? [own, shared] : [own], elements);
  });
}

/** @param groups functional groups, the most specific first */
function readFrame(file: string, groups: readonly Elements[], top: Elements): DicomFrame {
  const find = (sequence: Parameters<Elements['item']>[0]) =>
    groups.map((group) => group.item(sequence)).find((item) => item !== null) ?? top;
  const scale = find('PixelValueTransformationSequence');
  const slope = scale.requiredNumber('RescaleSlope');
  if (slope === 0) throw new CtFileError(file, `${tagName('RescaleSlope')} must not be 0`);
  const spacing = find('PixelMeasuresSequence').numbers('PixelSpacing', 2);
  if (spacing && !(spacing[0]! > 0 && spacing[1]! > 0))
    throw new CtFileError(file, `${tagName('PixelSpacing')} must be above 0; received ${spacing.join(', ')}`);
  return {
    position: find('PlanePositionSequence').numbers('ImagePositionPatient', 3),
    orientation: requireOrthogonal(file, find('PlaneOrientationSequence').numbers('ImageOrientationPatient', 6)),
    spacing,
    slope: slope ?? 1,
    intercept: scale.requiredNumber('RescaleIntercept') ?? 0,
    isScaled: slope !== null,
    unit: scale.text('RescaleType'),
  };
}

/** Requires two orthogonal unit vectors, up to rounded decimals. */
function requireOrthogonal(file: string, orientation: readonly number[] | null): readonly number[] | null {
  if (!orientation) return null;
  const [row, column] = [vector(orientation), vector(orientation, 3)];
  if (Math.abs(norm(row) - 1) < 0.005 && Math.abs(norm(column) - 1) < 0.005 && Math.abs(dot(row, column)) < 0.01)
    return orientation;
  throw new CtFileError(
    file,
    `${tagName('ImageOrientationPatient')} must be two unit vectors at right angles; received ${orientation.join(', ')}`,
  );
}
