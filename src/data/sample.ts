/** One slice as a network sees it, with its ground truth. */
export interface Sample {
  /** Patient that the slice belongs to; no patient may be in two parts of a split. */
  readonly patient: string;
  /** Name of the slice, unique within the patient. */
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /** Windowed grey levels, row by row: from 0 (air or less) to 1 (dense bone or more). */
  readonly image: Float32Array;
  /** Ground truth: 1 inside the liver, else 0; row by row. */
  readonly mask: Uint8Array;
}

/** List of samples that are read on demand; {@link samplesOf} makes one from an array. */
export interface Samples {
  readonly length: number;
  /** Reads the sample at an index from 0 to `length` − 1. */
  read(index: number): Sample | Promise<Sample>;
}

/**
 * Wraps samples in memory as {@link Samples}.
 *
 * @example
 * ```ts
 * import { generatePhantom, samplesOf, windowHu } from 'msa-unet';
 *
 * const samples = generatePhantom({ patients: 2, slicesPerPatient: 3, size: 32 }).flatMap(({ patient, slices }) =>
 *   slices.map(({ hu, ...slice }) => ({ ...slice, patient, image: windowHu(hu) })),
 * );
 * console.log(samplesOf(samples).length); // 6
 * ```
 */
export function samplesOf(samples: readonly Sample[]): Samples {
  return { length: samples.length, read: (index) => samples[index]! };
}
