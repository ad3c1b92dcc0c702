import { drawOverlay, drawSlice, type Volume, windowHu } from 'msa-unet';
import { describe, expect, it } from 'vitest';

import { smallVolume } from '../support/volumes';

const scan = smallVolume({ data: Int16Array.from({ length: 24 }, (_, i) => 20 * i - 200) });
const mask = (...inside: number[]): Volume =>
  smallVolume({ data: Uint8Array.from({ length: 24 }, (_, i) => Number(inside.includes(i))), kind: 'label' });

describe('drawSlice', () => {
  it('draws what drawOverlay draws of the same pixels', () => {
    const [truth, prediction] = [mask(13, 17), mask(17, 18)];
    const window = { windowMin: 0, windowMax: 100 };
    expect(drawSlice(scan, 1, { window, truth, prediction, side: 40, legend: true })).toEqual(
      drawOverlay({
        height: 3,
        width: 4,
        image: windowHu(scan.data.slice(12), window),
        truth: truth.data.slice(12),
        prediction: prediction.data.slice(12),
        side: 40,
        legend: true,
      }),
    );
  });

  it('draws columns from the right of the patient to the left, rows from the front to the back', () => {
    const at = (codes: string) => drawSlice(smallVolume({ data: scan.data, codes }), 0, { window: { windowMax: 300 } });
    expect(at('RAI')).toEqual(at('LPS'));
    const { data } = at('LPS');
    expect([data[0]!, data[3]!, data[12]!]).toEqual([0, 10, 41]); // 20 HU per column, 80 per row
  });

  it.each<[() => unknown, string]>([
    [() => drawSlice(scan, 2), 'drawSlice: `slice` must be an integer from 0 to 1; received 2'],
    [() => drawSlice(mask(), 0), 'drawSlice: `volume.kind` must be \'hu\'; received "label"'],
    [
      () => drawSlice(scan, 0, { prediction: { ...mask(), shape: [2, 4, 3] } }),
      'drawSlice: `prediction.shape` must be that of the scan, 2 × 3 × 4; received [2,4,3]',
    ],
  ])('refuses what does not fit (%#)', (draw, message) => {
    expect(draw).toThrow(message);
  });
});
