import { JpegLsBits } from './jpegLsBits';
import type { JpegLsSettings } from './jpegLsSettings';

/** J: binary logarithms of lengths of runs. */
const runLengths = [
  0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15,
];

/** Contexts of gradients are numbered from 1 to 364; these are those of a run's end. */
const [endUnlike, endAlike] = [365, 366];

/**
 * Decodes a JPEG-LS scan of one channel (ISO 14495-1, annex A, whose steps and letters are named).
 *
 * Written here because CharLS takes a minute over some damaged data of 78 bytes; this takes at most `limit` bits a sample.
 */
export class JpegLsScan {
  readonly #settings: JpegLsSettings;
  readonly #bits: JpegLsBits;
  readonly #a: Int32Array;
  readonly #b = new Int32Array(365);
  readonly #c = new Int32Array(365);
  readonly #n = new Int32Array(367).fill(1);
  /** Nn: how many errors at the end of runs were negative. */
  readonly #negative = new Int32Array(367);
  #runIndex = 0;

  constructor(bytes: Uint8Array, settings: JpegLsSettings) {
    this.#settings = settings;
    this.#bits = new JpegLsBits(bytes, settings.start);
    this.#a = new Int32Array(367).fill(Math.max(2, Math.floor((settings.range + 32) / 64)));
  }

  /**
   * Decodes the next line.
   *
   * @param above the line above, its samples from index 1 on: the one at 0 is the first of the line before that
   * @param line where the samples go, likewise; both are longer than a line by 2
   */
  decodeLine(above: Int32Array, line: Int32Array): void {
    const { near } = this.#settings;
    const end = line.length - 1;
    above[end] = above[end - 1]!;
    line[0] = above[1]!;
    for (let x = 1; x < end; x++) {
      const [ra, rb, rc, rd] = [line[x - 1]!, above[x]!, above[x - 1]!, above[x + 1]!];
      const isFlat = Math.abs(rd - rb) <= near && Math.abs(rb - rc) <= near && Math.abs(rc - ra) <= near;
      if (!isFlat) line[x] = this.#regular(ra, rb, rc, rd);
      else x = this.#run(above, line, x);
    }
  }

  /** A.4 to A.6. */
  #regular(ra: number, rb: number, rc: number, rd: number): number {
    const { errorBits, limit, near, highest } = this.#settings;
    const signed = 81 * this.#steepness(rd - rb) + 9 * this.#steepness(rb - rc) + this.#steepness(rc - ra);
    const sign = signed < 0 ? -1 : 1;
    const q = Math.abs(signed);
    const [least, most] = ra < rb ? [ra, rb] : [rb, ra];
    const edge = rc >= most ? least : rc <= least ? most : ra + rb - rc;
    const predicted = Math.max(0, Math.min(highest, edge + sign * this.#c[q]!));
    const k = this.#golomb(this.#a[q]!, this.#n[q]!);
    const mapped = this.#code(k, limit, errorBits);
    const isTurned = near === 0 && k === 0 && 2 * this.#b[q]! <= -this.#n[q]!;
    const unturned = mapped & 1 ? -((mapped + 1) >> 1) : mapped >> 1;
    const error = isTurned ? -unturned - 1 : unturned;
    this.#learn(q, error);
    return this.#value(predicted, sign * error);
  }

  #steepness(gradient: number): number {
    const { near, thresholds } = this.#settings;
    const steep = Math.abs(gradient);
    const size =
      steep <= near ? 0 : steep < thresholds[0] ? 1 : steep < thresholds[1] ? 2 : steep < thresholds[2] ? 3 : 4;
    return gradient < 0 ? -size : size;
  }

  /** A.6.1 and A.6.2: errors, of one sign, tell how to code and to correct those to come. */
  #learn(q: number, error: number): void {
    const { near, reset } = this.#settings;
    const [a, b, n] = [this.#a[q]! + Math.abs(error), this.#b[q]! + error * (2 * near + 1), this.#n[q]!];
    const isFull = n === reset;
    this.#a[q] = isFull ? a >> 1 : a;
    const count = (isFull ? n >> 1 : n) + 1;
    const bias = isFull ? b >> 1 : b;
    this.#n[q] = count;
    if (bias <= -count) {
      this.#b[q] = Math.max(bias + count, 1 - count);
      this.#c[q] = Math.max(this.#c[q]! - 1, -128);
    } else if (bias > 0) {
      this.#b[q] = Math.min(bias - count, 0);
      this.#c[q] = Math.min(this.#c[q]! + 1, 127);
    } else this.#b[q] = bias;
  }

  /** A.7: repeats the sample to the left, then decodes the one that ends the run; returns the place of the last one. */
  #run(above: Int32Array, line: Int32Array, start: number): number {
    const end = line.length - 1;
    const ra = line[start - 1]!;
    let x = start;
    while (this.#bits.bit() === 1) {
      const length = 1 << runLengths[this.#runIndex]!;
      const isWhole = x + length <= end;
      line.fill(ra, x, Math.min(x + length, end));
      x = Math.min(x + length, end);
      if (isWhole) this.#runIndex = Math.min(this.#runIndex + 1, 31);
      if (x === end) return end - 1;
    }
    const rest = this.#bits.number(runLengths[this.#runIndex]!);
    if (x + rest >= end) throw new Error('it is damaged');
    line.fill(ra, x, x + rest);
    x += rest;
    line[x] = this.#runEnd(ra, above[x]!);
    this.#runIndex = Math.max(this.#runIndex - 1, 0);
    return x;
  }

  /** A.7.2. */
  #runEnd(ra: number, rb: number): number {
    const { errorBits, limit, near, reset } = this.#settings;
    const alike = Math.abs(ra - rb) <= near ? 1 : 0;
    const q = alike ? endAlike : endUnlike;
    const [a, n] = [this.#a[q]!, this.#n[q]!];
    const k = this.#golomb(alike ? a + (n >> 1) : a, n);
    const mapped = this.#code(k, limit - runLengths[this.#runIndex]! - 1, errorBits);
    const odd = (mapped + alike) & 1;
    const size = (mapped + alike + odd) >> 1;
    const isMostlyNegative = k !== 0 || 2 * this.#negative[q]! >= n;
    const error = isMostlyNegative === (odd === 1) ? -size : size;

    const isFull = n === reset;
    const [nextA, negative] = [a + ((mapped + 1 - alike) >> 1), this.#negative[q]! + (error < 0 ? 1 : 0)];
    this.#a[q] = isFull ? nextA >> 1 : nextA;
    this.#negative[q] = isFull ? negative >> 1 : negative;
    this.#n[q] = (isFull ? n >> 1 : n) + 1;
    return alike ? this.#value(ra, error) : this.#value(rb, rb < ra ? -error : error);
  }

  /** k of a Golomb code (A.5.1). */
  #golomb(a: number, n: number): number {
    let k = 0;
    for (let reach = n; reach < a; reach *= 2) k++;
    return k;
  }

  /** A.5.3: zeros count the high bits, unless there are so many that the error is written plainly. */
  #code(k: number, limit: number, errorBits: number): number {
    const most = limit - errorBits - 1;
    const high = this.#bits.zeros(most);
    return high < most ? (high << k) | this.#bits.number(k) : this.#bits.number(errorBits) + 1;
  }

  /** The sample of a predicted value and its error, which wraps around (A.4.5). */
  #value(predicted: number, error: number): number {
    const { highest, near, range } = this.#settings;
    const step = 2 * near + 1;
    const value = predicted + error * step;
    const wrapped = value < -near ? value + range * step : value > highest + near ? value - range * step : value;
    return Math.max(0, Math.min(highest, wrapped));
  }
}
