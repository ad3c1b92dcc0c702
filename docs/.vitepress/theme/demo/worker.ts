// The page's Web Worker: it loads the library and the network, and segments slices while the page stays responsive.
import * as tf from '@tensorflow/tfjs';
import { diceCoefficient, drawOverlay, generatePhantom, loadModel, type PhantomSlice, windowHu } from 'msa-unet';
import { toImageData, useBackend } from 'msa-unet/browser';

import { type Reply, type Request, slicesPerPatient } from './messages';

const size = 128; // the network's
const network = load();

async function load(): Promise<tf.LayersModel> {
  await useBackend('wasm', { log: null });
  return loadModel(new URL(`${import.meta.env.BASE_URL}models/phantom/model.json`, location.origin).href);
}

addEventListener('message', async ({ data }: MessageEvent<Request>) => {
  const reply = await segment(data).catch((error): Reply => ({ error: String(error) }));
  postMessage(reply);
});

async function segment(request: Request): Promise<Reply> {
  const model = await network;
  const { height, width, hu, mask } = sliceOf(request);
  const input = tf.tensor4d(hu, [1, height, width, 1]);
  const start = performance.now();
  const output = model.predict(input) as tf.Tensor;
  const probabilities = await output.data();
  const milliseconds = performance.now() - start;
  const truth = tf.tensor(mask, [1, height, width, 1], 'float32');
  const scores = diceCoefficient(truth, output);
  const [dice] = await scores.data();
  tf.dispose([input, output, truth, scores]);
  const prediction = probabilities.map((p) => (p > 0.5 ? 1 : 0));
  const picture = drawOverlay({ height, width, image: windowHu(hu), truth: mask, prediction, side: 512 });
  return { request, picture: toImageData(picture), dice: dice!, milliseconds };
}

let patient = { seed: Number.NaN, slices: [] as readonly PhantomSlice[] };

function sliceOf(request: Request): PhantomSlice {
  if (patient.seed !== request.patient) {
    const [generated] = generatePhantom({ patients: 1, slicesPerPatient, size, seed: request.patient });
    patient = { seed: request.patient, slices: generated!.slices };
  }
  return patient.slices[request.slice]!;
}
