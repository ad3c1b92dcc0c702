import type * as tf from '@tensorflow/tfjs';

import { byteLengthOf } from './validateWeights';

/**
 * Reports the fraction of a model's weights that has arrived.
 *
 * tfjs itself counts whole files, and leaves a rejection unhandled if one is missing.
 */
export class WeightsProgress {
  private loaded = 0;
  private total = 0;

  /** @param onProgress called with the fraction, from 0 to 1, as the bytes arrive */
  constructor(private readonly onProgress: (fraction: number) => void) {}

  /** Adds up the sizes of the weights that a `model.json` lists. @throws ModelFormatError if it lists them wrongly */
  expect({ weightsManifest }: tf.io.ModelJSON): void {
    this.total = (weightsManifest ?? []).reduce((sum, { weights }) => sum + byteLengthOf(weights), 0);
  }

  /** Counts the bytes of a response while it is read. @returns the response to read in its place */
  count(response: Response): Response {
    const transform = (chunk: Uint8Array, controller: TransformStreamDefaultController<Uint8Array>) => {
      this.loaded += chunk.byteLength;
      this.onProgress(Math.min(1, this.loaded / this.total));
      controller.enqueue(chunk);
    };
    return new Response(response.body?.pipeThrough(new TransformStream({ transform })) ?? null);
  }
}
