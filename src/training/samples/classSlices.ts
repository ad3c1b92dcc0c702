import type { LabelTable } from '../../data/labels/labelTable';
import { isIn, undrawn } from '../../data/labels/maskCodes';

/** Whether a code of a mask says that its pixel is in a class, by the index of the class. */
export type InClass = (code: number, index: number) => boolean;

/** Without a table, the liver is the only class. */
export const inClass = (labels: LabelTable | null): InClass =>
  labels ? (code, index) => isIn(labels, code, index) : (code) => code > 0 && code !== undrawn;

/** Number of classes without the background. */
const classCount = (labels: LabelTable | null): number => labels?.labels.length ?? 1;

/** Collects which samples hold each class. */
export class ClassSlices {
  /** Indices of the samples that hold a class, a list for each class. */
  readonly slices: number[][];
  private readonly isIn: InClass;

  constructor(labels: LabelTable | null) {
    this.slices = Array.from({ length: classCount(labels) }, () => []);
    this.isIn = inClass(labels);
  }

  /** Adds the mask of the sample at an index. */
  add(mask: Uint8Array, sample: number): void {
    const codes = [...new Set(mask)];
    for (const [index, slices] of this.slices.entries())
      if (codes.some((code) => this.isIn(code, index))) slices.push(sample);
  }
}
