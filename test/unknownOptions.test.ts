import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import * as browser from '../src/browser/index';
import * as universal from '../src/index';
import * as node from '../src/node/index';
import { withoutOptions } from './support/withoutOptions';

const entries: Record<string, unknown> = { ...universal, ...node, ...browser };
const exported = Object.keys(entries).filter((name) => typeof entries[name] === 'function');

/** A misspelled option, beside those that a call needs. */
const odd: object = { unheardOf: 1 };

const model = () => tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4, 4, 1] })] });
const images = () => tf.zeros<tf.Rank.R4>([1, 4, 4, 1]);
const volume = universal.scanVolume(universal.phantomDataSet({ patients: 1, size: 16 }).patients[0]!.scans[0]!);
const dataSet = universal.phantomDataSet({ patients: 3, slicesPerPatient: 1, size: 16 });
const samples = universal.samplesOf([]);
const { buildModel, modelNames, readVolume } = universal;
const filter = (...shape: [number, number, number, number]) => tf.zeros<tf.Rank.R4>(shape);

const unit = () => ({
  filter: filter(1, 1, 1, 1),
  bias: null,
  gamma: tf.ones<tf.Rank.R1>([1]),
  beta: tf.zeros<tf.Rank.R1>([1]),
});

/** Every function that takes options, called with one that it does not know. */
const calls: Record<string, () => unknown> = {
  AASPP: () => new universal.AASPP(odd),
  ASPP: () => new universal.ASPP(odd),
  Augmentation: () => new universal.Augmentation(odd),
  BatchNormRelu: () => new universal.BatchNormRelu(odd),
  BilinearUpsampling: () => new universal.BilinearUpsampling(odd),
  Bottleneck: () => new universal.Bottleneck({ filters: 1, ...odd }),
  CLAHE: () => new universal.CLAHE(odd),
  CeNetDecoder: () => new universal.CeNetDecoder({ filters: 1, ...odd }),
  CeNetHead: () => new universal.CeNetHead({ filters: 1, ...odd }),
  Concatenate: () => new universal.Concatenate(odd),
  Conv2D: () => new universal.Conv2D({ filters: 1, ...odd }),
  Conv2DTranspose: () => new universal.Conv2DTranspose({ filters: 1, ...odd }),
  ConvBatchNormRelu: () => new universal.ConvBatchNormRelu({ filters: 1, ...odd }),
  DAC: () => new universal.DAC(odd),
  DeepLabDecoder: () => new universal.DeepLabDecoder(odd),
  DoubleConv: () => new universal.DoubleConv({ filters: 1, ...odd }),
  DropBlock: () => new universal.DropBlock(odd),
  Dropout: () => new universal.Dropout({ rate: 0, ...odd }),
  EarlyStopping: () => new universal.EarlyStopping(odd),
  HUWindow: () => new universal.HUWindow(odd),
  InvertedResidual: () => new universal.InvertedResidual({ filters: 1, ...odd }),
  MSAM: () => new universal.MSAM(odd),
  MSRB: () => new universal.MSRB({ filters: 1, ...odd }),
  MaxPooling2D: () => new universal.MaxPooling2D(odd),
  ModelCheckpoint: () => new universal.ModelCheckpoint('', odd),
  PlainDecoder: () => new universal.PlainDecoder(odd),
  RASM: () => new universal.RASM(odd),
  RMP: () => new universal.RMP(odd),
  ReduceLROnPlateau: () => new universal.ReduceLROnPlateau(odd),
  ResidualBlock: () => new universal.ResidualBlock({ filters: 1, ...odd }),
  SegmentationScores: () => new universal.SegmentationScores(odd),
  SeparableConv: () => new universal.SeparableConv({ filters: 1, ...odd }),
  SizeGuard: () => new universal.SizeGuard({ multiple: 1, ...odd }),
  TensorBoard: () => new node.TensorBoard('', odd),
  XceptionBlock: () => new universal.XceptionBlock({ filters: [1, 1, 1], ...odd }),
  openTrainingData: () => node.openTrainingData({ sources: [], ...odd }),
  saveRun: () => node.saveRun('', model(), { preprocessing: {}, ...odd }),
  trainConvBatchNormRelu: () => universal.trainConvBatchNormRelu(images(), unit(), odd),
  indexedDbCheckpoints: () => browser.indexedDbCheckpoints('run', odd),
  inferConvBatchNormRelu: () =>
    universal.inferConvBatchNormRelu(images(), unit(), { mean: tf.zeros([1]), variance: tf.ones([1]) }, odd),
  addPreprocessing: () => universal.addPreprocessing(model(), odd),
  applyClahe: () => universal.applyClahe(new Uint8Array(4), 2, 2, odd),
  augmentSample: () =>
    universal.augmentSample({ height: 1, width: 1, image: new Float32Array(1), mask: new Uint8Array(1) }, odd),
  bceDiceLoss: () => universal.bceDiceLoss(odd),
  bestGreyInterval: () => universal.bestGreyInterval([], odd),
  binaryCrossEntropyLoss: () => universal.binaryCrossEntropyLoss(odd),
  bootstrapMean: () => universal.bootstrapMean([1], odd),
  buildCeNet: () => universal.buildCeNet([192, 192, 1], odd),
  buildDeepLabV3Plus: () => universal.buildDeepLabV3Plus([16, 16, 1], odd),
  buildModel: () => buildModel('unet', [16, 16, 1], odd),
  buildMsaUnet: () => universal.buildMsaUnet([32, 32, 1], odd),
  buildUnet: () => universal.buildUnet([16, 16, 1], odd),
  buildUnetPlusPlus: () => universal.buildUnetPlusPlus([16, 16, 1], odd),
  checkpointFolder: () => node.checkpointFolder('', odd),
  claimFolder: () => node.claimFolder('', async () => {}, odd),
  classTable: () => universal.classTable({} as universal.EvaluationReport, odd),
  compareModels: () => universal.compareModels({ volumes: [], slices: [] }, { volumes: [], slices: [] }, odd),
  comparisonPanel: () => universal.comparisonPanel([], { labels: [], ...odd }),
  contactSheet: () => universal.contactSheet([], odd),
  confusionTable: () => universal.confusionTable({ labels: [], voxels: [] }, odd),
  conv2d: () => universal.conv2d(images(), filter(1, 1, 1, 1), odd),
  conv2dTranspose: () => universal.conv2dTranspose(images(), filter(2, 2, 1, 1), odd),
  createSegmenter: () => browser.createSegmenter(odd),
  ctFiles: () => node.ctFiles('', odd),
  dataSetOf: () => universal.dataSetOf({ name: '', scans: [], ...odd }),
  depthwiseConv2d: () => universal.depthwiseConv2d(images(), filter(1, 1, 1, 1), odd),
  describeModel: () => universal.describeModel(model(), odd),
  diceLoss: () => universal.diceLoss(odd),
  focalLoss: () => universal.focalLoss(odd),
  focalTverskyLoss: () => universal.focalTverskyLoss(odd),
  generalisedDiceLoss: () => universal.generalisedDiceLoss(odd),
  tverskyLoss: () => universal.tverskyLoss(odd),
  diskCache: () => node.diskCache('', odd),
  drawOverlay: () => universal.drawOverlay({ height: 1, width: 1, image: new Float32Array(1), ...odd }),
  drawSlice: async () => universal.drawSlice((await volume).image, 0, odd),
  encodeMetaImage: async () => universal.encodeMetaImage((await volume).image, 'scan.mha', odd),
  evaluateVolumes: () => universal.evaluateVolumes([], odd),
  findScans: () => node.findScans('', odd),
  folderSources: () => node.folderSources([], odd),
  fusedAdam: () => universal.fusedAdam(odd),
  generatePhantom: () => universal.generatePhantom(odd),
  importEncoderWeights: () => universal.importEncoderWeights(model(), new Map(), { source: 'timm', ...odd }),
  lineChart: () => universal.lineChart({ title: '', xLabel: '', curves: [], ...odd }),
  labelTable: () => universal.labelTable({ liver: 1 }, odd),
  loadModel: () => universal.loadModel('', odd),
  makeDiceCoefficient: () => universal.makeDiceCoefficient(odd),
  makeIntersectionOverUnion: () => universal.makeIntersectionOverUnion(odd),
  makePrecision: () => universal.makePrecision(odd),
  makeRecall: () => universal.makeRecall(odd),
  maxPool: () => universal.maxPool(images(), { poolSize: 2, ...odd }),
  memoryCache: () => universal.memoryCache(odd),
  mergeEvaluations: () => universal.mergeEvaluations([], odd),
  mergeTable: () => node.mergeTable('table1', '', odd),
  openChaos: () => node.openChaos('', odd),
  openDataSet: () => node.openDataSet('', odd),
  openIrcadb: () => node.openIrcadb('', odd),
  encodeNrrd: async () => universal.encodeNrrd((await volume).image, 'scan.nrrd', odd),
  openMetaImage: () => universal.openMetaImage([], odd),
  openNifti: () => universal.openNifti([], odd),
  openNrrd: () => universal.openNrrd([], odd),
  openNiftiPairs: () => node.openNiftiPairs('', odd),
  openSlices: () => node.openSlices('', odd),
  openSliver07: () => node.openSliver07('', odd),
  phantomDataSet: () => universal.phantomDataSet(odd),
  predictPadded: () => universal.predictPadded(model(), images(), odd),
  predictSamples: () => universal.predictSamples(model(), samples, odd).next(),
  predictSlidingWindow: () => universal.predictSlidingWindow(model(), images(), odd),
  predictVolume: async () => universal.predictVolume(model(), (await volume).image, odd),
  predictWithFlips: () => universal.predictWithFlips(model(), images(), odd),
  prepareSlices: () => universal.prepareSlices([], odd),
  readDicomSeries: () => universal.readDicomSeries([], odd),
  readDicomSlice: () => universal.readDicomSlice(universal.ctFile('', new Uint8Array()), odd),
  readMetaImage: () => universal.readMetaImage([], odd),
  readMetaImageHeader: () => universal.readMetaImageHeader([], odd),
  readNrrd: () => universal.readNrrd([], odd),
  readNrrdHeader: () => universal.readNrrdHeader([], odd),
  readNifti: () => universal.readNifti([], odd),
  readNiftiHeader: () => universal.readNiftiHeader([], odd),
  readPngSlices: () => universal.readPngSlices([], odd),
  readVolume: () => readVolume([], odd),
  resampleVolume: async () => universal.resampleVolume((await volume).image, odd),
  runTable: () => node.runTable('table1', odd as node.RunTableOptions),
  scanVolume: () => universal.scanVolume(dataSet.patients[0]!.scans[0]!, odd),
  splitDataSet: () => universal.splitDataSet(dataSet, odd),
  splitPatients: () => universal.splitPatients([], odd),
  surfaceDice: async () => {
    const { labels } = await volume;
    return universal.surfaceDice(labels, labels, { tolerance: 1, ...odd });
  },
  trainSegmentation: () => universal.trainSegmentation(model(), { train: samples, val: samples, ...odd }),
  useBackend: () => node.useBackend('cpu', odd),
  windowHu: () => universal.windowHu([], odd),
  writeFileAtomic: () => node.writeFileAtomic('', '', odd),
};

it('every exported function is called here with an unknown option, or has a reason why not', () => {
  expect([...Object.keys(calls), ...Object.values(withoutOptions).flat()].sort()).toEqual(exported.sort());
});

it.each(Object.keys(calls))('%s refuses an option that it does not know', async (name) => {
  const error = await (async () => calls[name]!())().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(universal.OptionError);
  expect(error).toMatchObject({ option: 'unheardOf', received: 1, expected: null });
});

it.each(modelNames.map((name) => [name]))('buildModel refuses it for %s', (name) => {
  expect(() => buildModel(name, [192, 192, 1], odd)).toThrow('unknown option `unheardOf`; known are `');
});

it.each<[string, () => unknown, string]>([
  [
    'the nearest one is named',
    () => universal.applyClahe(new Uint8Array(4), 2, 2, { tiles: [4, 4] } as object),
    'applyClahe: unknown option `tiles`. Did you mean `tileColumns`?',
  ],
  [
    'layers know their own options and those of tfjs',
    () => new universal.Conv2D({ filters: 1, kernalSize: 3 } as universal.Conv2DOptions),
    'Conv2D: unknown option `kernalSize`. Did you mean `kernelSize`?',
  ],
  [
    'of tfjs',
    () => new universal.Conv2D({ filters: 1, trainabel: true } as universal.Conv2DOptions),
    'Conv2D: unknown option `trainabel`. Did you mean `trainable`?',
  ],
  [
    'options of options are known too',
    () => universal.prepareSlices([], { window: { windowLow: -200 } as object }),
    'prepareSlices: unknown option `windowLow`. Did you mean `windowMin`?',
  ],
  [
    'MSA-UNet knows its stages',
    () => universal.buildMsaUnet([32, 32, 1], { dropBlock: { enc6: null } as object }),
    'buildMsaUnet: unknown option `enc6`. Did you mean `enc1`?',
  ],
  [
    'settings of a table',
    () => node.runTable('table1', { settings: { epoch: 1 } } as object as node.RunTableOptions),
    'runTable: unknown option `epoch`. Did you mean `epochs`?',
  ],
])('%s', async (_, call, message) => {
  await expect((async () => call())()).rejects.toThrow(new RangeError(message));
});

it('an unknown option that is undefined does not count', () => {
  expect(() => universal.windowHu([], { unheardOf: undefined } as object)).not.toThrow();
});
