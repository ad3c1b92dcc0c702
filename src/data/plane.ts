/** One number per pixel, row by row. */
export interface Plane<Pixels extends Float32Array | Uint8Array | Uint16Array = Float32Array> {
  readonly height: number;
  readonly width: number;
  readonly data: Pixels;
}
