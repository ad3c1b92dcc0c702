import type { LabelTable } from '../../data/labels/labelTable';
import { undrawn } from '../../data/labels/maskCodes';
import type { CodedPair } from './codedPair';

/** Which class was predicted for the voxels of each, as plain data. */
export interface ConfusionMatrix {
  /** Names of rows and columns: `background`, then the labels of the table. */
  readonly labels: readonly string[];
  /**
   * Voxels of all volumes: `voxels[row][column]` are those of the class `row` in the ground truth that were predicted as
   * `column`. Left out are voxels that nobody has drawn and, where a label is not drawn in a scan, the background, which
   * may be that label.
   */
  readonly voxels: readonly (readonly number[])[];
}

/** Counts the voxels of one volume after the other. `null` for regions, of which a voxel may be in several. */
export function confusionCounter({ labels, regions }: LabelTable) {
  const size = labels.length + 1;
  const counts = new Float64Array(size * size);
  return {
    add({ truth, prediction }: CodedPair, missing: readonly string[]): void {
      if (regions) return;
      const isUnknown = Uint8Array.from({ length: undrawn + 1 }, (_, code) =>
        Number(code === undrawn || (missing.length > 0 && !isDrawn(labels[code - 1]?.name, missing))),
      );
      for (let i = 0; i < truth.length; i++) {
        const [row, column] = [truth[i]!, prediction[i]!];
        if (isUnknown[row] === 0) counts[row * size + (column === undrawn ? 0 : column)]!++;
      }
    },
    /** Adds the counts of other volumes. */
    join(matrix: ConfusionMatrix | null): void {
      for (const [row, columns] of matrix?.voxels.entries() ?? [])
        for (const [column, voxels] of columns.entries()) counts[row * size + column]! += voxels;
    },
    result(): ConfusionMatrix | null {
      if (regions) return null;
      return {
        labels: ['background', ...labels.map(({ name }) => name)],
        voxels: Array.from({ length: size }, (_, row) => [...counts.subarray(row * size, (row + 1) * size)]),
      };
    },
  };
}

/** Whether a class is a label that somebody has drawn; the background is none. */
const isDrawn = (name: string | undefined, missing: readonly string[]) => name !== undefined && !missing.includes(name);
