import type { MsaUnetOptions, PhantomOptions } from 'msa-unet';

/** Folder of the network of the landing page; `docs/public` is the root of the site. */
export const demoFolder = 'docs/public/models/phantom';

/** Side of a slice in pixels. */
export const demoSize = 128;

const phantom = (patients: number, seed: number) =>
  ({ patients, slicesPerPatient: 12, size: demoSize, seed }) satisfies PhantomOptions;

/** Phantom patients of each part. The seeds differ, so no patient is in two parts. */
export const demoData = {
  train: phantom(40, 1),
  val: phantom(5, 2),
  test: phantom(10, 3),
};

/** Small and fast enough for one thread of a browser. */
export const demoOptions = { baseFilters: 4, asppWidth: 16, momentum: 0.9, seed: 1 } satisfies MsaUnetOptions;

/** Settings of `trainSegmentation`. A run this short needs a higher rate than the paper's, and one that settles. */
export const demoRecipe = { epochs: 10, batchSize: 4, learningRate: 3e-3, decay: 'cosine', seed: 1 } as const;
