import * as tf from '@tensorflow/tfjs';

/** Bytes per value of the types of weights that do not take four. */
const bytesPerValue: Readonly<Record<string, number>> = { bool: 1, uint8: 1, uint16: 2, float16: 2, complex64: 8 };

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

  /** Adds up the sizes of the weights that a `model.json` lists. */
  expect({ weightsManifest }: tf.io.ModelJSON): void {
    const weights = [weightsManifest ?? []].flat().flatMap((group) => group.weights ?? []);
    this.total = weights.reduce((sum, weight) => sum + bytesOf(weight), 0);
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

const bytesOf = ({ shape, dtype, quantization }: tf.io.WeightsManifestEntry) =>
  tf.util.sizeFromShape(shape) * (bytesPerValue[quantization?.dtype ?? dtype] ?? 4);
