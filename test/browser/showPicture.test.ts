import { showPicture } from 'msa-unet/browser';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { StandInImageData } from './standInImageData';

beforeAll(() => vi.stubGlobal('ImageData', StandInImageData));
afterAll(() => vi.unstubAllGlobals());

const picture = { height: 2, width: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };

/** A canvas without a browser. */
function standInCanvas(context: object | null): HTMLCanvasElement {
  return { width: 300, height: 150, getContext: () => context } as object as HTMLCanvasElement;
}

it('gives the canvas the size of the picture, then its pixels', () => {
  const drawn: unknown[] = [];
  const canvas = standInCanvas({
    putImageData: ({ data }: ImageData, x: number, y: number) => drawn.push([[...data], x, y, canvas.width]),
  });
  showPicture(canvas, picture);
  expect([canvas.height, canvas.width]).toEqual([2, 1]);
  expect(drawn).toEqual([[[1, 2, 3, 255, 4, 5, 6, 255], 0, 0, 1]]);
});

it('needs a canvas, which document.querySelector may not find', () => {
  expect(() => showPicture(null as never, picture)).toThrow(
    new RangeError(
      'showPicture: `canvas` must be a <canvas>; received null. Check that the page has the element, and that the script ' +
        'runs after it',
    ),
  );
});

it('names itself where there is no picture', () => {
  expect(() => showPicture(standInCanvas({}), null as never)).toThrow(
    'showPicture: `picture` must be a Picture of height, width and data; received null',
  );
});

it('needs a canvas for 2D drawing', () => {
  expect(() => showPicture(standInCanvas(null), picture)).toThrow(
    'showPicture: the canvas has another context than 2d. Pass a new canvas',
  );
});
