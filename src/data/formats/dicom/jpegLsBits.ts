/** Reads the bits of a JPEG-LS scan, in which 7 bits follow a byte of ones (ISO 14495-1, A.1). */
export class JpegLsBits {
  readonly #bytes: Uint8Array;
  #at: number;
  #bits = 0;
  /** Number of bits left in `#bits`. */
  #left = 0;
  #wasOnes = false;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  bit(): number {
    if (this.#left === 0) this.#next();
    this.#left--;
    return (this.#bits >> this.#left) & 1;
  }

  /** A number of up to 16 bits, highest first. */
  number(length: number): number {
    let value = 0;
    for (let i = 0; i < length; i++) value = (value << 1) | this.bit();
    return value;
  }

  /** How many zeros come before the next one, which is read as well; more than `most` are an error. */
  zeros(most: number): number {
    let count = 0;
    while (this.bit() === 0) if (++count > most) throw new Error('it is damaged');
    return count;
  }

  #next(): void {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined || (this.#wasOnes && byte >= 0x80)) throw new Error('it is cut off');
    this.#bits = byte;
    this.#left = this.#wasOnes ? 7 : 8;
    this.#wasOnes = byte === 0xff;
  }
}
