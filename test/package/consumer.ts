// A stranger's program: compiled once as an ES module and once as CommonJS against the installed package, and run.
import { deepStrictEqual } from 'node:assert';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import * as library from 'msa-unet';
import * as browser from 'msa-unet/browser';
import * as dicom from 'msa-unet/dicom';
import * as node from 'msa-unet/node';

void main();

async function main(): Promise<void> {
  const { name } = await node.useBackend('wasm');
  const model = library.buildMsaUnet([32, 32, 1], { baseFilters: 2, seed: 1 });
  model.compile({ optimizer: 'adam', loss: library.bceDiceLoss() });
  const images = tf.randomUniform([2, 32, 32, 1], 0, 1, 'float32', 1);
  const loss = await model.trainOnBatch(images, tf.cast(tf.greater(images, 0.5), 'float32'));

  const file = node.fileSystem(join(process.cwd(), 'model'));
  await model.save(file);
  deepStrictEqual(predict(await library.loadModel(file), images), predict(model, images));

  const [scan, same] = await Promise.all(['slice.dcm', 'slice.nii.gz'].map(read)); // loads the JPEG 2000 codec
  deepStrictEqual(scan!.data, same!.data);

  console.log(`${name}: a training step of loss ${Number(loss).toFixed(3)}, saved and loaded; a slice in JPEG 2000`);
  const names = { '.': library, './node': node, './browser': browser, './dicom': dicom };
  console.log(JSON.stringify(Object.fromEntries(Object.entries(names).map(([name, entry]) => [name, namesOf(entry)]))));
}

const read = async (file: string) => library.readVolume(await node.ctFiles(file), { onNote: null });

function predict(model: tf.LayersModel, images: tf.Tensor): Float32Array {
  return tf.tidy(() => (model.predict(images) as tf.Tensor).dataSync<'float32'>());
}

function namesOf(entry: object): string[] {
  return Object.keys(entry)
    .filter((name) => name !== 'default')
    .sort();
}
