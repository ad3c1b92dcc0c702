import { describe, expect, it } from 'vitest';

import { huDoubt } from '../../src/data/huDoubt';

const air = 'no value is below -500, as air is in Hounsfield units; ';
const grey = (low: number, high: number) =>
  `${air}values from ${low} to ${high} are grey levels after a CT window, or were normalised for another program: export the scan again from DICOM`;
const unknown = (low: number, high: number) => `${air}values from ${low} to ${high} may be in another unit`;
const levels = Int16Array.from({ length: 256 }, (_, level) => level);
const ofHu = (data: Parameters<typeof huDoubt>[0]['data']) => huDoubt({ kind: 'hu', data });

describe('huDoubt', () => {
  it('has none where a value is as dark as air, nor of labels', () => {
    expect(ofHu(Int16Array.of(-1000, 60))).toBeNull();
    expect(ofHu(Float32Array.of(Number.NaN, -501.5, 3))).toBeNull();
    expect(huDoubt({ kind: 'label', data: levels })).toBeNull();
    expect(ofHu(Float32Array.of(Number.NaN))).toBeNull();
  });

  it.each([
    ['uint8', Uint8Array.from(levels)],
    ['int16', levels],
    ['float32', Float32Array.from(levels)],
  ])('finds the same in %s with values from 0 to 255', (_, data) => {
    expect(ofHu(data)).toEqual({ looksLike: 'grey', text: grey(0, 255) });
  });

  it('finds values from 0 to 1, and those with a mean of 0', () => {
    expect(ofHu(Float32Array.of(0, 0.25, 1))).toEqual({ looksLike: 'grey', text: grey(0, 1) });
    expect(ofHu(Float32Array.of(-3.5, 0, 2.5))).toEqual({ looksLike: 'grey', text: grey(-3.5, 2.5) });
  });

  it('finds masks by their few whole numbers from 0', () => {
    const text = (what: string) => `${air}only ${what} occur, as in a mask: give the scan itself`;
    expect(ofHu(Int16Array.of(0, 1, 1))).toEqual({ looksLike: 'labels', text: text('0 and 1') });
    expect(ofHu(Uint8Array.of(0, 255))?.text).toBe(text('0 and 255'));
    expect(ofHu(Float32Array.of(2, 0, 1, 7))?.text).toBe(text('0, 1, 2 and 7'));
    expect(ofHu(Int16Array.of(0, 9, 1, 2, 3))?.text).toBe(text('5 whole numbers from 0 to 9'));
    expect(ofHu(levels.subarray(0, 32))?.looksLike).toBe('labels');
    expect(ofHu(levels.subarray(0, 33))?.looksLike).toBe('grey');
  });

  it('finds masks of many organs by their plain areas, which grey levels with noise lack', () => {
    const organs = Uint8Array.from({ length: 118 * 8 }, (_, i) => i >> 3);
    expect(ofHu(organs)?.text).toContain('only 118 whole numbers from 0 to 117 occur, as in a mask');
    expect(ofHu(organs.map((organ, i) => (i % 2 ? organ : 0)))?.looksLike).toBe('labels');
    expect(ofHu(organs.map((organ, i) => organ + (i % 4 ? 1 : 0)))?.looksLike).toBe('grey');
  });

  it('says less of values that may be moved or clipped', () => {
    expect(ofHu(Int16Array.of(0, 1024, 3071))).toEqual({ looksLike: 'unknown', text: unknown(0, 3071) });
    expect(ofHu(Int16Array.of(-200, 0, 250))).toEqual({ looksLike: 'unknown', text: unknown(-200, 250) });
    expect(ofHu(Int16Array.of(0, 0))).toEqual({ looksLike: 'unknown', text: unknown(0, 0) });
  });
});
