import * as kernels from '../catalog';
import { type ChannelRange, copyChannels } from './channelLoops';
import { hostLoop } from './hostLoop';

/** On WASM, stock `Concat` and `SplitV` create a view per pixel, or copy their input out of the heap first. */
export const concatChannels = /* @__PURE__ */ hostLoop({
  kernel: kernels.concatChannels,
  outputShapes: (_, { shape, channels }) => [[...shape, total(channels)]],
  loop: (maps, [joined], { channels }) =>
    eachRange(maps, joined, channels, (own, range) => copyChannels(own, range, own.channels)),
});

export const splitChannels = /* @__PURE__ */ hostLoop({
  kernel: kernels.splitChannels,
  outputShapes: (_, { shape, channels }) => channels.map((own) => [...shape, own]),
  loop: ([joined], maps, { channels }) =>
    eachRange(maps, joined, channels, (own, range) => copyChannels(range, own, own.channels)),
});

/** Calls `visit` for every map with its range of channels in the joined one. */
export function eachRange(
  maps: Float32Array[],
  joined: Float32Array,
  channels: number[],
  visit: (own: ChannelRange, range: ChannelRange) => void,
): void {
  let first = 0;
  maps.forEach((map, m) => {
    visit({ map, channels: channels[m]!, first: 0 }, { map: joined, channels: total(channels), first });
    first += channels[m]!;
  });
}

const total = (channels: number[]) => channels.reduce((sum, c) => sum + c, 0);
