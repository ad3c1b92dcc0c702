import { describe, expect, it } from 'vitest';

import {
  channelsOfInput,
  type PreprocessingOptions,
  resolvePreprocessing,
  windowsOf,
} from '../../../src/preprocess/input/preprocessing';

const resolve = (options: PreprocessingOptions) => resolvePreprocessing('test', options);

describe('resolvePreprocessing', () => {
  it('fills in the paper’s preprocessing of one slice', () => {
    const all = resolve({});
    expect(all).toEqual({
      ...{ size: null, spacing: null, windows: null, context: 0, contextMm: null },
      window: { windowMin: -200, windowMax: 250 },
      clahe: { clipLimit: 2, tileColumns: 8, tileRows: 8 },
    });
    expect([windowsOf(all), channelsOfInput(all)]).toEqual([[[-200, 250]], 1]);
  });

  it('counts slices and windows', () => {
    const all = resolve({ context: 2, contextMm: 5, windows: [[-200, 250], [0, 150]] }); // biome-ignore format: a list
    expect([windowsOf(all), channelsOfInput(all)]).toEqual([all.windows, 10]);
  });

  it.each<[object, string]>([
    [{ spacing: 1.5 }, '`spacing` must be [y, x]; received 1.5. Pass `spacing: [1.5, 1.5]`'],
    [{ spacing: [1.5, 0] }, '`spacing` must be a number above 0; received 0'],
    [{ spacing: [1, 1], size: [8, 8] }, '`spacing` must be null with a `size`, as both set the size of slices'],
    [{ context: -1 }, '`context` must be an integer of at least 0; received -1'],
    [{ contextMm: 0 }, '`contextMm` must be a number above 0; received 0'],
    [{ windows: [] }, '`windows` must be a list of bounds in HU; received []. Pass `windows: [[-200, 250]]`'],
    [{ windows: [-200, 250] }, '`windows` must be a list of bounds in HU'],
    [{ windows: [[250, -200]] }, '`windows` must be bounds in HU, the lower one first; received [[250,-200]]'],
    [{ windows: [[0, Infinity]] }, '`windows` must be bounds in HU, the lower one first'],
    [{ contextMm: 5 }, '`contextMm` must be null without a `context`; received 5. Pass `context: 1`'],
    [{ contextMM: 3 }, '`contextMM`'],
  ])('refuses %o', (options, message) => {
    expect(() => resolve(options)).toThrow(message);
  });
});
