/** A slice that the page wants segmented. */
export interface Request {
  /** Seed of the phantom patient. */
  readonly patient: number;
  /** Slice of the patient, from 0. */
  readonly slice: number;
}

/** What the worker made of it. */
export type Reply =
  | {
      readonly request: Request;
      /** The slice with the contours of ground truth and prediction. */
      readonly picture: ImageData;
      /** Dice coefficient, from 0 to 1. */
      readonly dice: number;
      /** Time of the prediction alone. */
      readonly milliseconds: number;
    }
  | { readonly error: string };

/** Slices of a patient. */
export const slicesPerPatient = 12;
