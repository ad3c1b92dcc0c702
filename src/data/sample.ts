/** One slice as a network sees it, with its truth. */
export interface Sample {
  /** Whose slice this is; no patient may be in two parts of a split. */
  readonly patient: string;
  /** Name of the slice, unique within the patient. */
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /** Grey levels from 0 to 1, row by row: the CT window scaled, air (or less) 0, dense bone (or more) 1. */
  readonly image: Float32Array;
  /** 1 where there is liver, else 0, row by row. */
  readonly mask: Uint8Array;
}

/** Samples that may be read only when they are needed; an array of samples becomes one by {@link samplesOf}. */
export interface Samples {
  readonly length: number;
  /** The sample at an index from 0 to `length` − 1. */
  read(index: number): Sample | Promise<Sample>;
}

/** Samples that are already in memory. */
export function samplesOf(samples: readonly Sample[]): Samples {
  return { length: samples.length, read: (index) => samples[index]! };
}
