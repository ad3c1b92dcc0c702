import { type CtFile, ctFile } from '../../src/data/ctFile';
import { type DicomElements, writeDicomSlice } from './writeDicom';

/** Direction cosines of a scan turned about two axes. */
const turned = orthonormal([0.98, 0.12, -0.1581139, -0.1224745, 0.9924652, -0.0058739]);

/** Centre of the first voxel of the first slice in mm. */
const corner = [-70.3, 12.25, 400] as const;

/** What a scan is like. */
export interface ScanToWrite {
  rows?: number;
  columns?: number;
  slices?: number;
  /** Whether it is turned against the patient's axes. */
  oblique?: boolean;
  seriesUid?: string;
  /** More elements of all slices, or others. */
  elements?: DicomElements;
}

/** A DICOM series of constant slices, head to feet, 2.5 mm apart. */
export function dicomScan({
  rows = 11,
  columns = 13,
  slices = 6,
  oblique = false,
  seriesUid = '1.2.3.4',
  elements = {},
}: ScanToWrite = {}): CtFile[] {
  const axes = oblique ? turned : [1, 0, 0, 0, 1, 0];
  const [a, b, c, d, e, f] = axes as [number, number, number, number, number, number];
  const normal = [b * f - c * e, c * d - a * f, a * e - b * d] as const;
  return Array.from({ length: slices }, (_, z) => {
    const at = (axis: 0 | 1 | 2) => corner[axis] - 2.5 * z * normal[axis];
    const bytes = writeDicomSlice({
      hu: new Int16Array(rows * columns).fill(z - 1000),
      ...{ rows, columns, seriesUid, instanceNumber: z + 1 },
      position: [at(0), at(1), at(2)],
      spacing: [0.9, 0.7],
      elements: {
        ImageOrientationPatient: axes.join('\\'),
        FrameOfReferenceUID: '1.2.3.9',
        SliceThickness: '2.5',
        ...elements,
      },
    });
    return ctFile(`slice-${z}.dcm`, bytes);
  });
}

/** Two unit vectors at right angles near those given. */
function orthonormal(axes: readonly number[]): number[] {
  const unit = (vector: readonly number[]) => vector.map((value) => value / Math.hypot(...vector));
  const row = unit(axes.slice(0, 3));
  const along = row.reduce((sum, value, i) => sum + value * axes[3 + i]!, 0);
  const column = unit(axes.slice(3).map((value, i) => value - along * row[i]!));
  return [...row, ...column].map((value) => Number(value.toFixed(12)));
}
