import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { convGeometry } from '../src/ops/convGeometry';
import { filterGradient } from '../src/ops/filterGradient';
import { inputGradient } from '../src/ops/inputGradient';
await tf.setBackend('wasm'); await tf.ready();
const time = (f: () => tf.Tensor) => { let best = 1e9; for (let i = 0; i < 12; i++) { const t = performance.now(); f().dispose(); best = Math.min(best, performance.now() - t); } return best; };
for (const [h, ci, co, k, d] of [[128,1,8,3,1],[128,8,8,3,1],[128,24,8,3,1],[128,16,8,1,1],[64,16,16,3,1],[64,48,16,3,1],[32,32,32,3,1],[32,96,32,3,1],[16,64,64,3,1],[16,192,64,3,1],[8,128,128,3,1],[8,128,128,3,2],[8,128,128,3,4],[8,512,128,1,1]] as number[][]) {
  const x = tf.randomNormal<tf.Rank.R4>([2, h!, h!, ci!]), w = tf.randomNormal<tf.Rank.R4>([k!, k!, ci!, co!]), dy = tf.randomNormal<tf.Rank.R4>([2, h!, h!, co!]);
  const g = convGeometry('', x.shape, w.shape, { stride: 1, dilation: d!, padding: 'same' });
  const flop = 2 * 2 * h! * h! * k! * k! * ci! * co! / 1e6;
  const a = time(() => tf.conv2d(x, w, 1, 'same', 'NHWC', d!)), b = time(() => inputGradient(dy, w, g)), c = time(() => filterGradient(x, dy, g));
  console.log(h, ci, co, k, d, 'fwd', a.toFixed(2), (flop / a).toFixed(1), 'dx', b.toFixed(2), (flop / b).toFixed(1), 'dW', c.toFixed(2), (flop / c).toFixed(1), 'GFLOP/s');
}
