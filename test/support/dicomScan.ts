import { type CtFile, ctFile } from '../../src/data/ctFile';
import { writeDicomSlice } from './writeDicom';

/** Direction cosines of a scan turned about two axes. */
const turned = [0.98, 0.12, -0.1581139, -0.1224745, 0.9924652, -0.0058739];

/** A DICOM series of constant slices, head to feet, with what a mask takes over from it. */
export function dicomScan({
  rows = 11,
  columns = 13,
  slices = 6,
  oblique = false,
  seriesUid = '1.2.3.4',
}: {
  rows?: number;
  columns?: number;
  slices?: number;
  oblique?: boolean;
  seriesUid?: string;
} = {}): CtFile[] {
  const [a, b, c, d, e, f] = oblique ? orthonormal(turned) : [1, 0, 0, 0, 1, 0];
  const normal = [b! * f! - c! * e!, c! * d! - a! * f!, a! * e! - b! * d!];
  return Array.from({ length: slices }, (_, z) =>
    ctFile(
      `slice-${z}.dcm`,
      writeDicomSlice({
        hu: new Int16Array(rows * columns).fill(-1000 + z),
        ...{ rows, columns, seriesUid, instanceNumber: z + 1 },
        position: [0, 1, 2].map((axis) => [-70.3, 12.25, 400][axis]! - 2.5 * z * normal[axis]!) as never,
        spacing: [0.9, 0.7],
        elements: {
          ImageOrientationPatient: [a, b, c, d, e, f].join('\\'),
          FrameOfReferenceUID: '1.2.3.9',
          SliceThickness: '2.5',
        },
      }),
    ),
  );
}

/** Two unit vectors at right angles near those given. */
function orthonormal(axes: readonly number[]): number[] {
  const length = (v: readonly number[]) => Math.hypot(...v);
  const row = axes.slice(0, 3).map((value) => value / length(axes.slice(0, 3)));
  const along = row.reduce((sum, value, i) => sum + value * axes[3 + i]!, 0);
  const column = axes.slice(3).map((value, i) => value - along * row[i]!);
  return [...row, ...column.map((value) => value / length(column))].map((value) => Number(value.toFixed(12)));
}
