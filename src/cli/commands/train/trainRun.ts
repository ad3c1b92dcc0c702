import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { averageHeads, type History, paperRecipe, trainSegmentation } from 'msa-unet';
import { type BackendInfo, checkpointFolder, fileSystem, progressLine } from 'msa-unet/node';

import type { Values } from '../../args/option';
import { withBackend } from '../../options/backendOptions';
import { build, type Network, networkOf } from '../../options/networkOptions';
import { paperWindow, windowOf } from '../../options/preprocessOptions';
import { exists, type RunSettings, runFiles, writeJson } from '../../savedRun';
import { version } from '../../version';
import { openTrainingData, type TrainingData } from './trainingData';
import type { trainOptions } from './trainOptions';

/** What the command line of `train` says. */
type TrainValues = Values<typeof trainOptions>;

/** Trains and saves a network. @throws what the signal was aborted with, when all is saved */
export async function trainRun(values: TrainValues): Promise<void> {
  const { model: name = 'msaUnet', out = join('runs', name), seed = 0, resume = false } = values;
  const network = networkOf(name, { ...values, seed });
  windowOf(values, paperWindow);
  await requireRoom(out, resume);
  await mkdir(dirname(out), { recursive: true });
  await withBackend(values, (signal, backend) => trainNetwork(network, { values, out, signal, backend }));
}

/** Never over a network that was trained before. */
async function requireRoom(out: string, resume: boolean): Promise<void> {
  const [model, checkpoint] = [join(out, runFiles.model), join(out, runFiles.checkpoint)];
  if (!resume && (await exists(out)))
    throw new Error(`${out} is there already; choose another --out, or go on with its training: --resume`);
  if ((await exists(model)) && !(await exists(checkpoint)))
    throw new Error(`${out} holds a network, but no checkpoint to go on from; choose another --out`);
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
  if (history.ended === 'aborted') console.error('The same command with --resume goes on with this training.');
  if (history.bestEpoch === null) {
    signal.throwIfAborted();
    throw new Error('No epoch ended with a validation loss that is a number; nothing is saved');
  }
  const trained = model.outputs.length > 1 ? averageHeads(model) : model; // deep supervision: the accurate mode
  await trained.save(fileSystem(join(out, runFiles.model)));
  await writeJson(join(out, runFiles.history), history);
  await writeJson(join(out, runFiles.split), data.split);
  await writeJson(join(out, runFiles.settings), settingsOf(values, network, data, backend));
  console.log(savedText(history, out, values.data));
  if (history.ended === 'aborted') signal.throwIfAborted();
}

/** The paper's recipe with what was asked for. */
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

const slicesText = ({ train, val }: TrainingData) => `${train.length} slices to learn from, ${val.length} to validate`;

function savedText({ epochs, bestEpoch, ended }: History, out: string, folders: readonly string[]): string {
  const best = epochs.find(({ epoch }) => epoch === bestEpoch)!;
  const why = { done: '', stopped: ': the validation loss no longer fell', aborted: ': interrupted' }[ended];
  const data = folders.map((folder) => `--data ${folder}`).join(' ');
  return `Trained ${epochs.length} ${epochs.length === 1 ? 'epoch' : 'epochs'}${why}. Best: epoch ${bestEpoch}, DSC ${best.valScores.diceCoefficient.toFixed(4)} of the validation part.
Saved to ${out}. How good it is on the test part: msa-unet evaluate --model ${out} ${data}`;
}
