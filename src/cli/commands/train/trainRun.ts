import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { averageHeads, type History, paperRecipe, trainSegmentation } from 'msa-unet';
import {
  type BackendInfo,
  checkpointFolder,
  progressLine,
  runFiles,
  saveRun,
  shellCommand,
  type TrainingData,
} from 'msa-unet/node';

import type { Values } from '../../args/option';
import { withBackend } from '../../options/backendOptions';
import { build, type Network, networkOf } from '../../options/networkOptions';
import { paperWindow, windowOf } from '../../options/preprocessOptions';
import { exists } from '../../outputs';
import { programWords } from '../../programWords';
import { trainingDataOf } from './trainingData';
import type { trainOptions } from './trainOptions';

/** What the command line of `train` says. */
type TrainValues = Values<typeof trainOptions>;

/** Trains and saves a network. @throws what the signal was aborted with, when all is saved */
export async function trainRun(values: TrainValues, typed: readonly string[]): Promise<void> {
  const { model: name = 'msaUnet', out = join('runs', name), seed = 0, resume = false } = values;
  const network = networkOf(name, { ...values, seed });
  windowOf(values, paperWindow);
  await requireRoom(out, resume);
  await mkdir(dirname(out), { recursive: true });
  await withBackend(values, (signal, backend) => trainNetwork(network, { values, typed, out, signal, backend }));
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
  readonly typed: readonly string[];
  readonly out: string;
  readonly signal: AbortSignal;
  readonly backend: BackendInfo;
}

async function trainNetwork(network: Network, surroundings: Surroundings): Promise<void> {
  const { values, out, signal, backend } = surroundings;
  const { parts, ...training } = await trainingDataOf(values, out);
  const { train, val } = parts;
  const model = build(network, training.preprocessing.size);
  console.error(`${network.name}, ${model.countParams().toLocaleString('en')} parameters: ${slicesText(parts)}`);

  const recipe = recipeOf(values);
  const history = await trainSegmentation(model, {
    ...progressLine(),
    ...{ train, val, signal },
    ...recipe,
    checkpoint: { store: checkpointFolder(join(out, runFiles.checkpoint)), resume: values.resume ?? false },
  });
  if (history.ended === 'aborted') console.error(`To resume this training: ${resumeCommand(surroundings)}`);
  if (history.bestEpoch === null) {
    signal.throwIfAborted();
    throw new Error('No epoch ended with a validation loss that is a number; nothing is saved');
  }
  const trained = model.outputs.length > 1 ? averageHeads(model) : model; // deep supervision: the accurate mode
  const { split, preprocessing, data } = training;
  await saveRun(out, trained, { preprocessing, data, network, recipe, backend, split, history });
  console.log(savedText(history, out));
  if (history.ended === 'aborted') signal.throwIfAborted();
}

/** The paper's recipe with what was asked for. */
function recipeOf({
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

const slicesText = ({ train, val }: TrainingData['parts']) =>
  `${train.length} slices to learn from, ${val.length} to validate`;

/** What was typed, with --resume. */
function resumeCommand({ typed: [, command, ...words], values }: Surroundings): string {
  const given = words.filter((word) => word !== '--no-resume');
  return shellCommand([...programWords(), command!, ...(values.resume ? [] : ['--resume']), ...given]);
}

function savedText({ epochs, bestEpoch, ended }: History, out: string): string {
  const best = epochs.find(({ epoch }) => epoch === bestEpoch)!;
  const why = { done: '', stopped: ': the validation loss no longer fell', aborted: ': interrupted' }[ended];
  const model = ['--model', out.startsWith('-') ? `./${out}` : out];
  const scan = ['--image', 'scan.nii.gz', '--out', 'mask.nii.gz'];
  return `Trained ${epochs.length} ${epochs.length === 1 ? 'epoch' : 'epochs'}${why}. Best: epoch ${bestEpoch}, DSC ${best.valScores.diceCoefficient.toFixed(4)} of the validation part.
Saved to ${out}.
To score it on the test part: ${shellCommand([...programWords(), 'evaluate', ...model])}
To segment a scan: ${shellCommand([...programWords(), 'predict', ...model, ...scan])}`;
}
