import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { averageHeads, type History, paperRecipe, trainSegmentation } from 'msa-unet';
import { type BackendInfo, checkpointFolder, fileSystem, progressLine, requireWritable } from 'msa-unet/node';

import type { Values } from '../../args/option';
import { withBackend } from '../../options/backendOptions';
import { build, type Network, networkOf } from '../../options/networkOptions';
import { paperWindow, windowOf } from '../../options/preprocessOptions';
import { isEmpty } from '../../outputs';
import { exists, type RunSettings, runFiles, writeJson } from '../../savedRun';
import { version } from '../../version';
import { openTrainingData, type TrainingData } from './trainingData';
import type { trainOptions } from './trainOptions';

/** The options of `train`. */
type TrainValues = Values<typeof trainOptions>;

/** Trains and saves a network. @throws what the signal was aborted with, when all is saved */
export async function trainRun(values: TrainValues): Promise<void> {
  const { model: name = 'msaUnet', out = join('runs', name), seed = 0, resume = false } = values;
  const network = networkOf(name, { ...values, seed });
  windowOf(values, paperWindow);
  await requireRoom(out, resume);
  await requireWritable(out, 'folder');
  await mkdir(dirname(out), { recursive: true });
  await withBackend(values, (signal, backend) => trainNetwork(network, { values, out, signal, backend }));
}

/** Refuses to overwrite a trained network. */
async function requireRoom(out: string, resume: boolean): Promise<void> {
  const [model, checkpoint] = [join(out, runFiles.model), join(out, runFiles.checkpoint)];
  if (!resume && !(await isEmpty(out)))
    throw new Error(`${out} already exists. Choose another --out, or continue its run with --resume`);
  if ((await exists(model)) && !(await exists(checkpoint)))
    throw new Error(`${out} holds a network but no checkpoint to resume from. Choose another --out`);
}

interface Surroundings {
  readonly values: TrainValues;
  readonly out: string;
  readonly signal: AbortSignal;
  readonly backend: BackendInfo;
}

async function trainNetwork(network: Network, { values, out, signal, backend }: Surroundings): Promise<void> {
  const data = await openTrainingData(values, out);
  const { size } = data.preprocessing;
  const model = build(network, size);
  console.error(`${network.name}, ${model.countParams().toLocaleString('en')} parameters: ${slicesText(data)}`);

  const history = await trainSegmentation(model, {
    ...progressLine(),
    ...{ train: data.train, val: data.val, signal },
    ...recipe(values),
    checkpoint: { store: checkpointFolder(join(out, runFiles.checkpoint)), resume: values.resume ?? false },
  });
  if (history.ended === 'aborted') console.error('To continue this run, repeat the command with --resume.');
  if (history.bestEpoch === null) {
    signal.throwIfAborted();
    throw new Error('No epoch ended with a finite validation loss; nothing was saved');
  }
  console.log(trainedText(history));
  const trained = model.outputs.length > 1 ? averageHeads(model) : model; // deep supervision: the accurate mode
  await trained.save(fileSystem(join(out, runFiles.model)));
  await writeJson(join(out, runFiles.history), history);
  await writeJson(join(out, runFiles.split), data.split);
  await writeJson(join(out, runFiles.settings), settingsOf(values, network, data, backend));
  console.log(savedText(out, values.data));
  if (history.ended === 'aborted') signal.throwIfAborted();
}

/** The paper's recipe with the requested changes. */
function recipe({
  epochs = paperRecipe.epochs,
  batchSize = paperRecipe.batchSize,
  accumulate = 1,
  learningRate = paperRecipe.learningRate,
  decay = 'none',
  plateau = decay === 'none',
  earlyStopping = decay === 'none',
  augment = true,
  seed = 0,
}: TrainValues) {
  return {
    ...{ epochs, batchSize, accumulate, learningRate, decay, seed },
    plateau: plateau ? paperRecipe.plateau : null,
    earlyStopping: earlyStopping ? paperRecipe.earlyStopping : null,
    augmentation: augment ? paperRecipe.augmentation : null,
  };
}

function settingsOf(values: TrainValues, network: Network, data: TrainingData, backend: BackendInfo): RunSettings {
  const { data: folders, image = null, mask = null, liverLabels = null, limit = null, by = 'patient' } = values;
  const { name, detail, versions } = backend;
  return {
    format: 1,
    version: version(),
    preprocessing: data.preprocessing,
    network,
    data: { folders, image, mask, liverLabels, limit, by },
    training: recipe(values),
    backend: { name, detail, versions },
  };
}

const slicesText = ({ train, val }: TrainingData) =>
  `${train.length} slices for training, ${val.length} for validation`;

function trainedText({ epochs, bestEpoch, ended }: History): string {
  const best = epochs.find(({ epoch }) => epoch === bestEpoch)!;
  const why = { done: '', stopped: ' (stopped early)', aborted: ' (interrupted)' }[ended];
  return `Trained ${epochs.length} ${epochs.length === 1 ? 'epoch' : 'epochs'}${why}. Best: epoch ${bestEpoch}, validation DSC ${best.valScores.diceCoefficient.toFixed(4)}.`;
}

function savedText(out: string, folders: readonly string[]): string {
  const data = folders.map((folder) => `--data ${folder}`).join(' ');
  return `Saved to ${out}. Score it on the test part: msa-unet evaluate --model ${out} ${data}`;
}
