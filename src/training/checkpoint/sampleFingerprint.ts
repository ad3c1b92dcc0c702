import type { Sample } from '../../data/sample';
import { Fnv1a } from '../../utils/fnv1a';

/** Fingerprint of a list of samples: depends on names, sizes, pixels and order. */
export class SampleFingerprint {
  private readonly hash = new Fnv1a();
  private samples = 0;

  add({ patient, name, height, width, image, mask, undrawn = [] }: Sample): void {
    this.samples++;
    this.hash.add(new TextEncoder().encode(JSON.stringify([patient, name, height, width, ...undrawn])));
    this.hash.add(new Uint8Array(image.buffer, image.byteOffset, image.byteLength)).add(mask);
  }

  toString(): string {
    return `${this.samples} samples, ${this.hash.digest}`;
  }
}
