import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

import { averageHeads, bestGreyInterval, buildModel, outputFor, trainSegmentation } from 'msa-unet';
import { abortOnInterrupt, type BackendInfo, progressLine, saveRun, useBackend } from 'msa-unet/node';

import { openData } from './data';
import { modelOptions } from './model';
import { nextSteps, writeTestScan } from './nextSteps';
import { help, type QuickstartOptions, readOptions } from './options';
import { scoreTest, slicesToShow } from './scoreTest';
import { type RunSummary, summaryText } from './summary';
import { writeReport } from './writeReport';

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
  const { train, val, test } = data.parts;
  const labels = train.labels ?? null;
  const output = labels ? outputFor(labels) : {};
  const network = { name: options.model, options: { ...modelOptions(options), ...output } };
  const model = buildModel(network.name, [options.size, options.size, 1], network.options);
  const recipe = recipeOf(options);
  const started = performance.now();
  const history = await abortOnInterrupt((signal) =>
    trainSegmentation(model, { ...progressLine(), ...{ train, val, signal }, ...recipe }),
  );
  const training = { ...history, epochs: history.epochs.length, seconds: (performance.now() - started) / 1000 };
  if (history.bestEpoch === null)
    return console.log('No epoch ended with a finite validation loss; nothing was saved.');

  const trained = model.outputs.length > 1 ? averageHeads(model) : model; // deep supervision: the accurate mode
  const { split, preprocessing } = data;
  const settings = await saveRun(folder, trained, {
    ...{ split, history, preprocessing, network, recipe, backend },
    data: data.data,
  });
  const scores = await scoreTest(trained, test);
  const summary: RunSummary = {
    name: options.name,
    dataSet: data.dataSet.name,
    settings,
    slices: { train: train.length, val: val.length, test: test.length },
    test: scores.report,
    testPatients: scores.patients,
    baseline: labels ? null : await bestGreyInterval(scores.slices.map(({ sample }) => sample)),
    training,
    parameters: trained.countParams(),
  };
  console.log(`\n${summaryText(summary)}`);
  await writeReport(folder, { history, summary, shown: slicesToShow(scores) });
  const scan = options.data === null ? await writeTestScan(folder, data) : null;
  console.log(`\nReport: ${join(folder, 'report.html')}\n${nextSteps(folder, scan)}`);
}

const recipeOf = ({ epochs, batchSize, seed }: QuickstartOptions) =>
  ({
    ...{ epochs, batchSize, seed },
    learningRate: 3e-3, // a run this short needs a higher rate than the paper's 1e-3, …
    decay: 'cosine', // … and a schedule that lets it settle
  }) as const;

async function claim(folder: string): Promise<void> {
  await mkdir('runs', { recursive: true });
  await mkdir(folder).catch((cause) => {
    throw cause.code === 'EEXIST' ? new Error(`${folder} already exists; choose another --name`, { cause }) : cause;
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
