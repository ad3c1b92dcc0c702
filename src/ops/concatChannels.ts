import * as tf from '@tensorflow/tfjs';

import { hostKernel, runsOnHost } from './hostKernel';
import { withGradient } from './withGradient';

/** Concatenates maps of one size along their channels: [batch, height, width, channels of each] → [… , their sum]. */
export function concatChannels(maps: tf.Tensor4D[]): tf.Tensor4D {
  if (!runsOnHost()) return tf.concat(maps, 3);
  const shape = maps[0]!.shape.slice(0, 3);
  const channels = maps.map((map) => map.shape[3]);
  for (const map of maps) tf.util.assertShapesMatch(map.shape.slice(0, 3), shape, 'concatChannels: ');
  return withGradient(maps, {
    forward: () => ({ value: joinOnHost(maps, { shape, channels })[0] as tf.Tensor4D, saved: [] }),
    gradients: (dy) => splitOnHost([dy], { shape, channels }),
  });
}

type JoinAttributes = { shape: number[]; channels: number[] };

const total = (channels: number[]) => channels.reduce((sum, c) => sum + c, 0);

/** Stock `Concat` and `SplitV` on WASM make a view per pixel or copy their input out of the heap first. */
const joinOnHost = hostKernel<JoinAttributes>({
  name: 'MsaUnetConcatChannels',
  outputShapes: (_, { shape, channels }) => [[...shape, total(channels)]],
  loop: (maps, [joined], { channels }) => {
    let first = 0;
    maps.forEach((map, m) => {
      const own = channels[m]!;
      const stride = total(channels);
      for (let from = 0, to = first; from < map.length; to += stride - own)
        for (let c = 0; c < own; c++) joined![to++] = map[from++]!;
      first += own;
    });
  },
});

const splitOnHost = hostKernel<JoinAttributes>({
  name: 'MsaUnetSplitChannels',
  outputShapes: (_, { shape, channels }) => channels.map((own) => [...shape, own]),
  loop: ([joined], maps, { channels }) => {
    let first = 0;
    maps.forEach((map, m) => {
      const own = channels[m]!;
      const stride = total(channels);
      for (let to = 0, from = first; to < map.length; from += stride - own)
        for (let c = 0; c < own; c++) map[to++] = joined![from++]!;
      first += own;
    });
  },
});
