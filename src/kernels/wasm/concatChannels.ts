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

function copy({ copyPixels }: Simd, from: ChannelRange, to: ChannelRange, count: number): void {
  const [source, target] = [from, to].map(({ map, first }) => map.byteOffset + 4 * first) as [number, number];
  copyPixels(source, 4 * from.channels, target, 4 * to.channels, count / 4, from.map.length / from.channels);
}
