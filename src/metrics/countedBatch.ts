import type * as tf from '@tensorflow/tfjs';

import type { Overlap } from './overlap';
import type { ScoredItem } from './segmentationReport';

/** Overlap counts of some images, which may still be on the device. */
export interface CountedBatch {
  read(): Promise<ScoredItem[]>;
  dispose(): void;
}

/**
 * Keeps counts `[batch, classes, 3]` on the device until the first read, which frees them; or 4, the last being the number
 * of drawn pixels.
 */
export function deferred(counts: tf.Tensor, patients: readonly string[] = []): CountedBatch {
  let items: Promise<ScoredItem[]> | undefined;
  const fetch = async () => {
    const [batch, classes, columns] = counts.shape as [number, number, number];
    const values = await counts.data().finally(() => counts.dispose());
    const overlap = (i: number): Overlap | null => {
      const [tp, fp, fn, drawn = 1] = values.subarray(columns * i, columns * (i + 1)) as Iterable<number>;
      return drawn > 0 ? { tp: tp!, fp: fp!, fn: fn! } : null;
    };
    return Array.from({ length: batch }, (_, image) => ({
      patient: patients[image],
      classes: Array.from({ length: classes }, (_, k) => overlap(image * classes + k)),
    }));
  };
  return {
    read: () => (items ??= fetch()),
    dispose: () => {
      if (!items) counts.dispose();
    },
  };
}
