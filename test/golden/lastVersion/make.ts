/**
 * Makes the files of this folder with the code of one version, for later ones to load:
 *
 *     git checkout 1db5b02 -- src && npx tsx test/golden/lastVersion/make.ts 1db5b02
 *
 * They are of commit 1db5b02, version 0.0.0, with the seeds below and in contents.ts. When the next version is released, run
 * this with its code and the tag. The pictures are of the phantom; no patient is in them.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import * as tf from '@tensorflow/tfjs';
import {
  buildModel,
  buildMsaUnet,
  encodeNifti,
  type ModelName,
  modelNames,
  phantomDataSet,
  scanVolume,
  trainSegmentation,
} from 'msa-unet';
import { checkpointFolder, fileSystem, useBackend } from 'msa-unet/node';

import packageJson from '../../../package.json';
import { runProgram } from '../../support/runProgram';
import {
  commandLines,
  type Expected,
  interruptedNet,
  interruptedRun,
  lastVersion,
  lossesOf,
  resultsIn,
  samplesOf,
  setPlainWeights,
  setTimes,
  summaryOf,
} from './contents';

const seed = 8;
const [commit] = process.argv.slice(2);
if (commit === undefined) throw new Error('Usage: npx tsx test/golden/lastVersion/make.ts COMMIT');

await useBackend('wasm', { log: null });
for (const part of ['model', 'networks', 'checkpoint', 'train'] as const)
  await rm(lastVersion[part], { recursive: true, force: true });
const expected: Expected = {
  madeBy: { version: packageJson.version, commit, node: process.version, seed },
  model: await makeModel(),
  networks: await makeNetworks(),
  checkpoint: await makeCheckpoint(),
  train: await makeTrain(),
};
await writeFile(lastVersion.expected, `${JSON.stringify(expected)}\n`);

async function makeModel(): Promise<Expected['model']> {
  const model = buildMsaUnet([32, 32, 1], { baseFilters: 1, asppWidth: 1, seed });
  const [slices] = samplesOf({ patients: 1, slicesPerPatient: 4, size: 32, seed });
  await trainSegmentation(model, { ...interruptedRun(), train: slices!, val: slices!, epochs: 1 });
  await model.save(fileSystem(lastVersion.model));
  return summaryOf(model);
}

/** Saves the wiring and the names of the weights; the weights are {@link plainWeights}. */
async function makeNetworks(): Promise<Expected['networks']> {
  await mkdir(lastVersion.networks);
  const summaries: Partial<Record<ModelName, number[]>> = {};
  for (const name of modelNames) {
    const model = buildSmall(name);
    const { modelTopology, weightSpecs } = await wiringOf(model);
    setPlainWeights(model);
    const file = gzipSync(JSON.stringify({ modelTopology, weightSpecs }), { level: 9 });
    await writeFile(join(lastVersion.networks, `${name}.json.gz`), file);
    summaries[name] = await summaryOf(model);
    model.dispose();
  }
  return summaries;
}

function buildSmall(name: ModelName): tf.LayersModel {
  if (name === 'ceNet') return buildModel(name, [192, 192, 1], { baseFilters: 8, seed });
  const width = name.startsWith('deepLab') ? { widthMultiplier: 0.02 } : { baseFilters: 1 };
  return buildModel(name, [32, 32, 1], { ...width, seed });
}

async function wiringOf(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  const saved: tf.io.ModelArtifacts[] = [];
  const keep = async (artifacts: tf.io.ModelArtifacts): Promise<tf.io.SaveResult> => {
    saved.push(artifacts);
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  };
  await model.save(tf.io.withSaveHandler(keep));
  return saved[0]!;
}

async function makeCheckpoint(): Promise<Expected['checkpoint']> {
  const controller = new AbortController();
  await trainSegmentation(interruptedNet(), {
    ...interruptedRun(),
    checkpoint: { store: checkpointFolder(lastVersion.checkpoint) },
    onProgress: ({ epoch, batch }) => void (epoch === 3 && batch === 1 && controller.abort()),
    signal: controller.signal,
  });
  return lossesOf((await trainSegmentation(interruptedNet(), interruptedRun())).epochs);
}

/** Runs `msa-unet train` twice, once with Ctrl-C after the eighth epoch, and uses what that has left. */
async function makeTrain(): Promise<Expected['train']> {
  const { train: folder } = lastVersion;
  await writeScans(join(folder, 'scans'));
  await run([...commandLines.train.slice(0, -1), 'whole']);
  const history = JSON.parse(await readFile(join(folder, 'whole/history.json'), 'utf8'));
  await run(commandLines.train, 'epoch   8');
  await run(commandLines.evaluate);
  await run(commandLines.predict);
  const results = await resultsIn(folder);
  for (const name of ['whole', '.cache', 'report.json', 'mask.nii.gz'])
    await rm(join(folder, name), { recursive: true });
  const [older] = (await readdir(join(folder, 'run/checkpoint'))).sort();
  await rm(join(folder, 'run/checkpoint', older!)); // the newest is enough
  return { ...results, losses: lossesOf(history.epochs) };
}

/** Four patients in the layout of LiTS. */
async function writeScans(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { patients } = phantomDataSet({ patients: 4, slicesPerPatient: 4, size: 32, seed });
  for (const [n, { scans }] of patients.entries()) {
    const { image, labels } = await scanVolume(scans[0]!);
    const whole = { ...image, data: Int16Array.from(image.data) };
    await writeFile(join(folder, `volume-${n}.nii.gz`), await encodeNifti(whole));
    await writeFile(join(folder, `segmentation-${n}.nii.gz`), await encodeNifti(labels));
  }
  await setTimes(folder);
}

async function run(args: readonly string[], interruptAt?: string): Promise<void> {
  const onError = (text: string, interrupt: () => void) => {
    if (interruptAt !== undefined && text.includes(interruptAt)) interrupt();
  };
  const { code, stderr } = await runProgram(args, { cwd: lastVersion.train, onError });
  if (code !== (interruptAt === undefined ? 0 : 130)) throw new Error(`msa-unet ${args.join(' ')}: ${stderr}`);
}
