import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { buildMsaUnet } from '../src/models/msaUnet';
import { bceDiceLoss } from '../src/losses/bceDiceLoss';
import { stockMsaUnet } from './stockMsaUnet';
await tf.setBackend(process.argv[2] ?? 'wasm'); await tf.ready();
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
const med = (a: number[]) => a.sort((x, y) => x - y)[a.length >> 1]!;
const x = tf.randomUniform([2, 128, 128, 1]), y = tf.cast(tf.greater(tf.randomUniform([2, 128, 128, 1]), 0.7), 'float32');
const own = buildMsaUnet([128, 128, 1], { baseFilters: 8, seed: 1 });
const stock = stockMsaUnet(128, 8);
const fwd = (m: tf.LayersModel) => { const ts = []; for (let i = 0; i < 8; i++) { const t = cpu(); const p = m.predict(x) as tf.Tensor; p.dataSync(); p.dispose(); ts.push(cpu() - t); } return med(ts.slice(1)); };
const loss = bceDiceLoss();
const opt = tf.train.adam(1e-3, 0.9, 0.999, 1e-7);
const vars = own.trainableWeights.map((w) => w.read() as tf.Variable);
const step = () => { const c = opt.minimize(() => loss(y, own.apply(x, { training: true }) as tf.Tensor) as tf.Scalar, true, vars)!; const v = c.dataSync()[0]; c.dispose(); return v; };

const ts: number[] = []; let n = 0; for (let i = 0; i < 8; i++) { const t = cpu(); const l = step(); ts.push(cpu() - t); if (i == 1) n = tf.memory().numTensors; console.log(l); }
console.log('leak', tf.memory().numTensors - n);
console.log('step', med(ts.slice(1)).toFixed(0), ts.map((t) => t.toFixed(0)).join(' '));

