import { characterWidth, drawText } from './glyphs';
import type { Picture } from './picture';

/** Colour of levels from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Colour of text. */
const grey: Colour = [190, 190, 190];

/** Picture to draw on; whatever is outside is clipped. */
export class Canvas implements Picture {
  readonly data: Uint8Array;

  constructor(
    readonly height: number,
    readonly width: number,
    background: Colour = [0, 0, 0],
  ) {
    this.data = new Uint8Array(3 * height * width);
    for (let at = 0; at < this.data.length; at += 3) this.data.set(background, at);
  }

  /** Colours one pixel. */
  set(x: number, y: number, colour: Colour): void {
    if (x >= 0 && x < this.width && y >= 0 && y < this.height) this.data.set(colour, 3 * (y * this.width + x));
  }

  /** Colours a rectangle. */
  fill(left: number, top: number, width: number, height: number, colour: Colour): void {
    for (let y = top; y < top + height; y++) for (let x = left; x < left + width; x++) this.set(x, y, colour);
  }

  /** Writes a line of text and returns the column after it. */
  write(text: string, left: number, top: number): number {
    drawText(text, left, top, (x, y) => this.set(x, y, grey));
    return left + text.length * characterWidth;
  }

  /** Copies a picture to a top left corner; it must fit entirely. */
  paste({ height, width, data }: Picture, left: number, top: number): void {
    for (let y = 0; y < height; y++)
      this.data.set(data.subarray(3 * y * width, 3 * (y + 1) * width), 3 * ((top + y) * this.width + left));
  }
}
