import * as tf from '@tensorflow/tfjs';

import { type ChannelRange, copyChannels } from './channelLoops';
import { splitChannelsOnWebgpu } from './concatOnWebgpu';
import { hostKernel, runsOnHost } from './hostKernel';
import type { Simd } from './simd/simdOf';
import { runsOnWebgpu } from './webgpuProgram';
import { withGradient } from './withGradient';

/** Concatenates maps of one size along their channels: [batch, height, width, channels of each] → [… , their sum]. */
export function concatChannels(maps: tf.Tensor4D[]): tf.Tensor4D {
  const owned = runsOnHost() || runsOnWebgpu();
  if (!owned) return tf.concat(maps, 3);
  const shape = maps[0]!.shape.slice(0, 3);
  const channels = maps.map((map) => map.shape[3]);
  for (const map of maps) tf.util.assertShapesMatch(map.shape.slice(0, 3), shape, 'concatChannels: ');
  return withGradient(maps, {
    forward: () => ({
      value: runsOnHost() ? (joinOnHost(maps, { shape, channels })[0] as tf.Tensor4D) : tf.concat(maps, 3),
      saved: [],
    }),
    gradients: (dy) => (runsOnHost() ? splitOnHost : splitChannelsOnWebgpu)([dy], { shape, channels }),
  });
}

type JoinAttributes = { shape: number[]; channels: number[] };

const total = (channels: number[]) => channels.reduce((sum, c) => sum + c, 0);

/** Stock `Concat` and `SplitV` on WASM make a view per pixel or copy their input out of the heap first. */
const joinOnHost = hostKernel<JoinAttributes>({
  name: 'MsaUnetConcatChannels',
  outputShapes: (_, { shape, channels }) => [[...shape, total(channels)]],
  loop: (maps, [joined], { channels }) =>
    eachRange(maps, joined!, channels, (own, range) => copyChannels(own, range, own.channels)),
  fast: {
    floats: inVectors,
    loop: (simd, maps, [joined], _, { channels }) =>
      eachRange(maps, joined!, channels, (own, range) => copyOnSimd(simd, own, range, own.channels)),
  },
});

const splitOnHost = hostKernel<JoinAttributes>({
  name: 'MsaUnetSplitChannels',
  outputShapes: (_, { shape, channels }) => channels.map((own) => [...shape, own]),
  loop: ([joined], maps, { channels }) =>
    eachRange(maps, joined!, channels, (own, range) => copyChannels(range, own, own.channels)),
  fast: {
    floats: inVectors,
    loop: (simd, [joined], maps, _, { channels }) =>
      eachRange(maps, joined!, channels, (own, range) => copyOnSimd(simd, range, own, own.channels)),
  },
});

/** No scratch; not at all unless four divides the channels of every map. */
function inVectors(_: number[][], { channels }: JoinAttributes): number | null {
  return channels.every((own) => own % 4 === 0) ? 0 : null;
}

function copyOnSimd({ copyPixels }: Simd, from: ChannelRange, to: ChannelRange, count: number): void {
  const [source, target] = [from, to].map(({ map, first }) => map.byteOffset + 4 * first) as [number, number];
  copyPixels(source, 4 * from.channels, target, 4 * to.channels, count / 4, from.map.length / from.channels);
}

/** Visits every map together with its place in the joined one. */
function eachRange(
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
