/** Place of a box: the x of its middle, its row, and its size if not the figure's; `'slim'` has one line. */
export type Place = readonly [x: number, row: number, size?: 'slim' | readonly [width: number, height: number]];

/** A box on the canvas, in pixels: its middle and its size. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const left = ({ x, width }: Frame) => x - width / 2;
export const right = ({ x, width }: Frame) => x + width / 2;
export const top = ({ y, height }: Frame) => y - height / 2;
export const bottom = ({ y, height }: Frame) => y + height / 2;
