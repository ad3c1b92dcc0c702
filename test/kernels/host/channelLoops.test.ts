import { describe, expect, it } from 'vitest';

import { capAt, copyChannels, maskInside, mix, scaleShift } from '../../../src/kernels/host/channelLoops';

const pixels = 3;
const ramp = (length: number, scale = 1) => Float32Array.from({ length }, (_, i) => scale * (i - 4));
const perChannel = (channels: number, first: number) => Float64Array.from({ length: channels }, (_, c) => first + c);

describe.each([1, 3, 4, 6, 8])('with %i channels', (channels) => {
  const x = ramp(pixels * channels);
  const [scale, slope, shift] = [perChannel(channels, 2), perChannel(channels, -3), perChannel(channels, 0.5)];

  it('scaleShift takes every channel times its scale plus its shift, and the ReLU of that to the last bit', () => {
    const y = new Float32Array(x.length);
    const expected = x.map((value, i) => scale[i % channels]! * value + shift[i % channels]!);
    scaleShift(x, y, scale, shift, false);
    expect(y).toEqual(expected);
    scaleShift(x, y, scale, shift, true);
    expect(y).toEqual(expected.map((value) => (value > 0 ? value : 0)));
  });

  it('mix combines both maps by the constants of their channel', () => {
    const g = ramp(x.length, 0.25);
    const expected = g.map(
      (value, i) => scale[i % channels]! * value + slope[i % channels]! * x[i]! + shift[i % channels]!,
    );
    mix(g, x, scale, slope, shift);
    expect(g).toEqual(expected);
  });

  it('copyChannels writes the channels named, and no other', () => {
    const to = new Float32Array(pixels * (channels + 3)).fill(99);
    copyChannels({ map: x, channels, first: 0 }, { map: to, channels: channels + 3, first: 2 }, channels);
    const expected = to.map((_, i) => {
      const c = (i % (channels + 3)) - 2;
      return c >= 0 && c < channels ? x[Math.floor(i / (channels + 3)) * channels + c]! : 99;
    });
    expect(to).toEqual(expected);
    const back = new Float32Array(x.length);
    copyChannels({ map: to, channels: channels + 3, first: 2 }, { map: back, channels, first: 0 }, channels);
    expect(back).toEqual(x);
  });
});

const levels = () => Float32Array.of(0, 1e-40, 0.1, 0, 5.9999995, 6, 6.0000005, 3e38, Number.POSITIVE_INFINITY);

it.each([6, Number.POSITIVE_INFINITY])('maskInside keeps dy exactly where y is above 0 and below the cap %f', (cap) => {
  const y = levels().map((value) => (cap === 6 ? Math.min(value, 6) : value));
  const dy = ramp(y.length, 1.1);
  const dx = new Float32Array(y.length);
  maskInside(dy, y, dx, cap);
  expect(dx).toEqual(dy.map((g, i) => (y[i]! > 0 && (cap !== 6 || y[i]! < 6) ? g : 0)));
});

it('capAt ends values at the cap', () => {
  const y = levels();
  capAt(6, y);
  expect(y).toEqual(Float32Array.of(0, 1e-40, 0.1, 0, 5.9999995, 6, 6, 6, 6));
});
