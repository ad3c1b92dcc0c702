import type { ChannelRange } from '../host/channelLoops';
import * as loops from '../host/concatChannels';
import type { Simd } from './simd/simdOf';
import { simdLoop } from './wasmLoop';

export const concatChannels = /* @__PURE__ */ simdLoop(loops.concatChannels, {
  scratch: inVectors,
  loop: (simd, maps, [joined], _, { channels }) =>
    loops.eachRange(maps, joined, channels, (own, range) => copy(simd, own, range, own.channels)),
});

export const splitChannels = /* @__PURE__ */ simdLoop(loops.splitChannels, {
  scratch: inVectors,
  loop: (simd, [joined], maps, _, { channels }) =>
    loops.eachRange(maps, joined, channels, (own, range) => copy(simd, range, own, own.channels)),
});

/** Needs no scratch; does not apply unless four divides the channels of every map. */
function inVectors(_: number[][], { channels }: { channels: number[] }): number | null {
  return channels.every((own) => own % 4 === 0) ? 0 : null;
}

function copy({ next, copyPixels }: Simd, from: ChannelRange, to: ChannelRange, count: number): void {
  const [source, target] = [from, to].map(({ map, first }) => map.byteOffset + 4 * first) as [number, number];
  const [fromStep, toStep] = [4 * from.channels, 4 * to.channels];
  const pixels = from.map.length / from.channels;
  for (let pixel = 0; pixel < pixels; pixel += piece) {
    next();
    const own = Math.min(piece, pixels - pixel);
    copyPixels(source + pixel * fromStep, fromStep, target + pixel * toStep, toStep, count / 4, own);
  }
}

/** Pixels that one thread copies at a time. */
const piece = 4096;
