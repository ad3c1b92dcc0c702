import * as tf from '@tensorflow/tfjs';

import { type ChannelRange, copyChannels } from './channelLoops';
import { splitChannelsOnWebgpu } from './concatOnWebgpu';
import { hostKernel, runsOnHost } from './hostKernel';
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
});

const splitOnHost = hostKernel<JoinAttributes>({
  name: 'MsaUnetSplitChannels',
  outputShapes: (_, { shape, channels }) => channels.map((own) => [...shape, own]),
  loop: ([joined], maps, { channels }) =>
    eachRange(maps, joined!, channels, (own, range) => copyChannels(range, own, own.channels)),
});

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
