/** What browsers have as `ImageData`, and Node does not. */
export class StandInImageData {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
}
