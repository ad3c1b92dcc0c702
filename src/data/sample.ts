import type { LabelTable } from './labels/labelTable';

/** One slice as a network sees it, with its ground truth. */
export interface Sample {
  /** Patient that the slice belongs to; no patient may be in two parts of a split. */
  readonly patient: string;
  /** Name of the slice, unique within the patient. */
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /**
   * Windowed grey levels, row by row: from 0 (air or less) to 1 (dense bone or more). Of several channels, those of a pixel
   * lie side by side.
   */
  readonly image: Float32Array;
  /**
   * Ground truth, row by row: 1 inside the liver, else 0. With a label table, the number of the class in the table from 1,
   * or of regions a bit each, the first the lowest; 0 is background, and 255 a pixel that nobody has drawn.
   */
  readonly mask: Uint8Array;
  /** Names of the labels that nobody has drawn in this slice; losses and metrics leave them out. @defaultValue none */
  readonly undrawn?: readonly string[];
}

/** List of samples that are read on demand; {@link samplesOf} makes one from an array. */
export interface Samples {
  readonly length: number;
  /** What the masks hold. @defaultValue `null`: 1 inside the liver, else 0 */
  readonly labels?: LabelTable | null;
  /** Channels of every image: slices, CT windows or other modalities. @defaultValue `1` */
  readonly channels?: number;
  /** Options that the samples were prepared with; a resume that is refused names those that differ. @defaultValue none */
  readonly preparation?: Readonly<Record<string, unknown>>;
  /** Reads the sample at an index from 0 to `length` − 1. */
  read(index: number): Sample | Promise<Sample>;
}

/**
 * Wraps samples in memory as {@link Samples}.
 *
 * @param labels what the masks hold; `null`: 1 inside the liver, else 0
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
export function samplesOf(samples: readonly Sample[], labels: LabelTable | null = null): Samples {
  return { length: samples.length, labels, read: (index) => samples[index]! };
}
