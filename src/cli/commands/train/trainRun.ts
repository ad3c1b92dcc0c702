import { join } from 'node:path';

import { averageHeads, type History, outputFor, paperRecipe, trainSegmentation } from 'msa-unet';
import {
  type BackendInfo,
  checkpointFolder,
  claimFolder,
  progressLine,
  requireWritable,
  runFiles,
  saveRun,
  shellCommand,
  type TrainingData,
} from 'msa-unet/node';

import type { Values } from '../../args/option';
import { UsageError } from '../../args/usageError';
import { withBackend } from '../../options/backendOptions';
import { build, type Network, networkOf } from '../../options/networkOptions';
import { paperWindow, windowOf } from '../../options/preprocessOptions';
import { exists, visibleFiles } from '../../outputs';
import { programWords } from '../../programWords';
import { trainingDataOf } from './trainingData';
import type { trainOptions } from './trainOptions';

/** The options of `train`. */
type TrainValues = Values<typeof trainOptions>;

/** Trains and saves a network. @throws what the signal was aborted with, when all is saved */
export async function trainRun(values: TrainValues, typed: readonly string[]): Promise<void> {
  const { model: name = 'msaUnet', out = join('runs', name), seed = 0, resume = false } = values;
  const network = networkOf(name, { ...values, seed });
  windowOf(values, paperWindow);
  if (values.augment === false && values.augmentation)
    throw new UsageError('--augmentation and --no-augment cannot be combined');
  requireOneInput(values);
  await requireWritable(out, 'folder');
  const onHeld = (holder: string) => waitOrRefuse(holder, out, resume);
  const run = async () => {
    await requireRoom(out, resume);
    const training = await trainingDataOf(values, out);
    await withBackend(values, (signal, backend) =>
      trainNetwork(network, training, { values, typed, out, signal, backend }),
    );
  };
  await claimFolder(out, run, { onHeld });
}

/** @throws UsageError for two sizes or two kinds of windows */
function requireOneInput(values: TrainValues): void {
  const { size, spacing, patch, windows, windowMin, windowMax, context, contextMm } = values;
  if (size && spacing) throw new UsageError('--size and --spacing cannot be combined');
  if (spacing && !patch) throw new UsageError('--spacing needs --patch, as slices then differ in size');
  if (windows && (windowMin ?? windowMax) !== undefined)
    throw new UsageError('--windows cannot be combined with --window-min or --window-max');
  if (contextMm !== undefined && !context) throw new UsageError('--context-mm needs --context');
}

/** A run is resumed when the process that holds it has ended; a new one cannot be made there. */
function waitOrRefuse(holder: string, out: string, resume: boolean): void {
  if (!resume)
    throw new Error(
      `${out} is in use by ${holder}. Choose another --out, or continue its run afterwards with --resume`,
    );
  console.error(`Waiting for ${holder}, which works in ${out}`);
}

/** Refuses to overwrite a trained network. */
async function requireRoom(out: string, resume: boolean): Promise<void> {
  const [model, checkpoint] = [join(out, runFiles.model), join(out, runFiles.checkpoint)];
  const names = [...(await visibleFiles(out)), ...(await visibleFiles(checkpoint))];
  if (!resume && names.some((name) => name !== runFiles.checkpoint))
    throw new Error(`${out} already exists. Choose another --out, or continue its run with --resume`);
  if ((await exists(model)) && !(await exists(checkpoint)))
    throw new Error(`${out} holds a network but no checkpoint to resume from. Choose another --out`);
}

interface Surroundings {
  readonly values: TrainValues;
  readonly typed: readonly string[];
  readonly out: string;
  readonly signal: AbortSignal;
  readonly backend: BackendInfo;
}

async function trainNetwork(
  network: Network,
  { parts, ...training }: TrainingData,
  surroundings: Surroundings,
): Promise<void> {
  const { values, out, signal, backend } = surroundings;
  const { train, val } = parts;
  const labels = train.labels ?? null;
  const named = labels ? { ...network, options: { ...network.options, ...outputFor(labels) } } : network;
  const model = build(named, values.patch ? null : training.preprocessing.size, train.channels); // patches: any size
  console.error(`${network.name}, ${model.countParams().toLocaleString('en')} parameters: ${slicesText(parts)}`);

  const recipe = recipeOf(values);
  const history = await trainSegmentation(model, {
    ...progressLine(),
    ...{ train, val, signal },
    ...recipe,
    checkpoint: { store: checkpointFolder(join(out, runFiles.checkpoint)), resume: values.resume ?? false },
  });
  if (history.ended === 'aborted') console.error(`To continue this run: ${resumeCommand(surroundings)}`);
  if (history.bestEpoch === null) {
    signal.throwIfAborted();
    throw new Error('No epoch ended with a finite validation loss; nothing was saved');
  }
  console.log(trainedText(history, labels ? 'label' : 'liver'));
  const trained = model.outputs.length > 1 ? averageHeads(model) : model; // deep supervision: the accurate mode
  const { split, preprocessing, data } = training;
  const facts = { preprocessing, data, network: named, recipe, backend, split, history };
  await saveRun(out, trained, facts).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : cause;
    const command = resumeCommand(surroundings);
    throw new Error(`${reason}\nThe trained network is safe in ${out}/checkpoint. To save it: ${command}`, { cause });
  });
  console.log(savedText(out));
  if (history.ended === 'aborted') signal.throwIfAborted();
}

/** The paper's recipe with the requested changes. */
function recipeOf({
  epochs = paperRecipe.epochs,
  batchSize = paperRecipe.batchSize,
  accumulate = 1,
  learningRate = paperRecipe.learningRate,
  decay = 'none',
  warmup = 0,
  weightDecay = 0,
  emaDecay,
  plateau = decay === 'none',
  earlyStopping = decay === 'none',
  augmentation = 'paper',
  augment = true,
  patch,
  foreground = 0,
  seed = 0,
}: TrainValues) {
  return {
    ...{ epochs, batchSize, accumulate, learningRate, decay, warmup, weightDecay, seed },
    ...{ foreground, patch: patch ?? null },
    emaDecay: emaDecay ?? null,
    plateau: plateau ? paperRecipe.plateau : null,
    earlyStopping: earlyStopping ? paperRecipe.earlyStopping : null,
    augmentation: augment ? augmentation : null,
  };
}

const slicesText = ({ train, val }: TrainingData['parts']) =>
  `${train.length} slices for training, ${val.length} for validation`;

/** The command line, with --resume. */
function resumeCommand({ typed: [, command, ...words], values }: Surroundings): string {
  const given = words.filter((word) => word !== '--no-resume');
  return shellCommand([...programWords(), command!, ...(values.resume ? [] : ['--resume']), ...given]);
}

function trainedText({ epochs, bestEpoch, ended }: History, organ: string): string {
  const best = epochs.find(({ epoch }) => epoch === bestEpoch)!;
  const why = { done: '', stopped: ' (stopped early)', aborted: ' (interrupted)' }[ended];
  const dsc = best.valScores.diceCoefficient.toFixed(4);
  const hint =
    Number(dsc) === 0 ? ` The network finds no ${organ} yet: train longer, and pass --momentum 0.9 in short runs.` : '';
  return `Trained ${epochs.length} ${epochs.length === 1 ? 'epoch' : 'epochs'}${why}. Best: epoch ${bestEpoch}, validation DSC ${dsc}.${hint}`;
}

function savedText(out: string): string {
  const model = ['--model', out.startsWith('-') ? `./${out}` : out];
  const scan = ['--image', 'scan.nii.gz', '--out', 'mask.nii.gz'];
  return `Saved to ${out}.
Score it on the test part: ${shellCommand([...programWords(), 'evaluate', ...model])}
Segment a scan: ${shellCommand([...programWords(), 'predict', ...model, ...scan])}`;
}
