import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

import { averageHeads, bestGreyInterval, trainSegmentation } from 'msa-unet';
import { abortOnInterrupt, type BackendInfo, progressLine, useBackend } from 'msa-unet/node';

import { openData, type QuickstartData } from './data';
import { quickstartModel } from './model';
import { help, type QuickstartOptions, readOptions } from './options';
import { scoreTest, slicesToShow } from './scoreTest';
import { type RunSummary, summaryText } from './summary';
import { writeRun } from './writeRun';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return void process.stdout.write(help);
  const folder = join('runs', options.name);
  await claim(folder);
  try {
    const backend = await useBackend(options.backend);
    await quickstart(options, folder, backend).finally(() => backend.dispose());
  } finally {
    await rmdir(folder).catch(() => undefined); // only if nothing was written
  }
}

async function quickstart(options: QuickstartOptions, folder: string, backend: BackendInfo): Promise<void> {
  const data = await openData(options);
  const model = quickstartModel(options);
  const started = performance.now();
  const train = (signal: AbortSignal) =>
    trainSegmentation(model, {
      ...progressLine(),
      train: data.parts.train,
      val: data.parts.val,
      epochs: options.epochs,
      batchSize: options.batchSize,
      learningRate: 3e-3, // a run this short needs a higher rate than the paper's 1e-3, …
      decay: 'cosine', // … and a schedule that lets it settle
      seed: options.seed,
      signal,
    });
  const history = await abortOnInterrupt(train);
  const training = { ...history, epochs: history.epochs.length, seconds: (performance.now() - started) / 1000 };
  if (history.bestEpoch === null)
    return console.log('No epoch ended with a finite validation loss; nothing was saved.');

  const trained = model.outputs.length > 1 ? averageHeads(model) : model; // deep supervision: the accurate mode
  const scores = await scoreTest(trained, data.parts.test);
  const summary: RunSummary = {
    data: data.description,
    clahe: data.clahe,
    slices: sizes(data),
    test: scores.report,
    testPatients: scores.patients,
    baseline: await bestGreyInterval(scores.slices.map(({ sample }) => sample)),
    training,
    options,
    model: { name: options.model, parameters: trained.countParams() },
    backend,
  };
  console.log(`\n${summaryText(summary)}`);
  await writeRun(folder, { model: trained, history, summary, split: data.split, shown: slicesToShow(scores) });
  console.log(`\nReport: ${join(folder, 'report.html')}`);
}

async function claim(folder: string): Promise<void> {
  await mkdir('runs', { recursive: true });
  await mkdir(folder).catch((cause) => {
    throw cause.code === 'EEXIST' ? new Error(`${folder} already exists; choose another --name`, { cause }) : cause;
  });
}

const sizes = ({ parts: { train, val, test } }: QuickstartData) => ({
  train: train.length,
  val: val.length,
  test: test.length,
});

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
