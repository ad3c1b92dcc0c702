/**
 * Layers, models, losses, metrics, data and training, for Node and browsers.
 *
 * @module msa-unet
 */

// Models

export { averageHeads } from './models/averageHeads';
export { buildModel, type ModelName, type ModelOptions, modelNames, modelPresets } from './models/buildModel';
export { buildCeNet, type CeNetOptions } from './models/ceNet';
export { buildDeepLabV3Plus, type DeepLabV3PlusOptions } from './models/deepLabV3Plus';
export {
  type DescribeModelOptions,
  describeModel,
  type LayerDescription,
  type ModelDescription,
} from './models/describeModel';
export type { HeadOptions } from './models/head';
export type { InputShape } from './models/inputImage';
export { type LoadModelOptions, loadModel, type ModelSource } from './models/loadModel';
export { ModelFormatError } from './models/modelFormatError';
export { buildMsaUnet, type MsaUnetOptions, type MsaUnetStage } from './models/msaUnet';
export { pruneUnetPlusPlus } from './models/pruneUnetPlusPlus';
export { buildUnet, type UnetOptions } from './models/unet';
export { buildUnetPlusPlus, type UnetPlusPlusOptions } from './models/unetPlusPlus';

// Pretrained weights: encoders of other libraries

export { type EncoderName, encoderLayers } from './weights/encoderLayers';
export {
  type EncoderImport,
  type ImportEncoderWeightsOptions,
  importEncoderWeights,
} from './weights/importEncoderWeights';
export type { NamedWeights, WeightArray } from './weights/namedWeights';
export { readNpz } from './weights/readNpz';
export { readSafetensors } from './weights/readSafetensors';
export type { WeightsLibrary } from './weights/sourceNames';
export type { ImageNormalization } from './weights/unitValues';
export { WeightsFileError } from './weights/weightsFileError';
export type { WeightsFile, WeightsSource } from './weights/weightsSource';

// Layers: the boxes of the paper's figures, and their building blocks

export { AASPP, type AASPPOptions } from './layers/aaspp';
export { ASPP, type ASPPOptions } from './layers/aspp';
export type { BackboneUnitOptions } from './layers/backboneUnit';
export { BatchNormRelu, type BatchNormReluOptions } from './layers/batchNormRelu';
export { BilinearUpsampling, type BilinearUpsamplingOptions } from './layers/bilinearUpsampling';
export { Bottleneck, type BottleneckOptions } from './layers/bottleneck';
export { CeNetDecoder, type CeNetDecoderOptions } from './layers/ceNetDecoder';
export { CeNetHead, type CeNetHeadOptions } from './layers/ceNetHead';
export { CompositeLayer } from './layers/compositeLayer';
export { Concatenate } from './layers/concatenate';
export { Conv2D, type Conv2DOptions } from './layers/conv2d';
export { Conv2DTranspose, type Conv2DTransposeOptions } from './layers/conv2dTranspose';
export { ConvBatchNormRelu, type ConvBatchNormReluOptions } from './layers/convBatchNormRelu';
export { DAC, type DACOptions } from './layers/dac';
export { DeepLabDecoder, type DeepLabDecoderOptions } from './layers/deepLabDecoder';
export { DoubleConv, type DoubleConvOptions } from './layers/doubleConv';
export { DropBlock, type DropBlockOptions, type DropBlockSettings, type DropBlockState } from './layers/dropBlock';
export { Dropout, type DropoutOptions, type DropoutState } from './layers/dropout';
export { InvertedResidual, type InvertedResidualOptions } from './layers/invertedResidual';
export { MaxPooling2D, type MaxPooling2DOptions } from './layers/maxPooling2d';
export { MSAM, type MSAMOptions } from './layers/msam';
export { MSRB, type MSRBOptions } from './layers/msrb';
export { PlainDecoder, type PlainDecoderOptions } from './layers/plainDecoder';
export type { PlainUnitOptions } from './layers/plainUnit';
export { RASM, type RASMOptions } from './layers/rasm';
export { registerLayers } from './layers/registerLayers';
export type { CallArgs } from './layers/replay';
export { ResidualBlock, type ResidualBlockOptions } from './layers/residualBlock';
export { RMP, type RMPOptions } from './layers/rmp';
export { SeparableConv, type SeparableConvOptions } from './layers/separableConv';
export { SizeGuard, type SizeGuardOptions } from './layers/sizeGuard';
export type { UnitOptions } from './layers/unit';
export { XceptionBlock, type XceptionBlockOptions } from './layers/xceptionBlock';

// Ops: tensor functions with correct gradients on every backend

export type { Padding } from './kernels/convGeometry';
export type { ChannelMoments } from './ops/channelMoments';
export { conv2d } from './ops/conv2d';
export { type Conv2dTransposeOptions, conv2dTranspose } from './ops/conv2dTranspose';
export {
  type ConvBatchNormOptions,
  type ConvBatchNormParameters,
  inferConvBatchNormRelu,
  trainConvBatchNormRelu,
} from './ops/convBatchNormRelu';
export type { Conv2dOptions } from './ops/convolution';
export { depthwiseConv2d } from './ops/depthwiseConv2d';
export { type MaxPoolOptions, maxPool } from './ops/maxPool';
export { type BilinearGrid, resizeBilinear } from './ops/resizeBilinear';

// Losses

export { type BceDiceLossOptions, bceDiceLoss } from './losses/bceDiceLoss';
export { type BinaryCrossEntropyLossOptions, binaryCrossEntropyLoss } from './losses/binaryCrossEntropyLoss';
export { deepSupervision } from './losses/deepSupervision';
export { type DiceLossOptions, diceLoss } from './losses/diceLoss';
export { type FocalLossOptions, focalLoss } from './losses/focalLoss';
export { type FocalTverskyLossOptions, focalTverskyLoss } from './losses/focalTverskyLoss';
export { type GeneralisedDiceLossOptions, generalisedDiceLoss } from './losses/generalisedDiceLoss';
export type { ClassWeights, Loss, LossOptions, OverlapLossOptions } from './losses/loss';
export { type TverskyLossOptions, tverskyLoss } from './losses/tverskyLoss';

// Metrics

export { averageSymmetricSurfaceDistance } from './metrics/averageSymmetricSurfaceDistance';
export { type BootstrapOptions, bootstrapMean } from './metrics/bootstrapMean';
export type { ConfusionMatrix } from './metrics/classes/confusionMatrix';
export { type CompareModelsOptions, compareModels, type ModelComparison } from './metrics/compareModels';
export { diceCoefficient, makeDiceCoefficient } from './metrics/diceCoefficient';
export { evaluateVolumes } from './metrics/evaluateVolumes';
export { evaluationCsv } from './metrics/evaluationCsv';
export type {
  EvaluationReport,
  LabelledReport,
  LabelReport,
  ScoredSlice,
  ScoredVolume,
  ScoreSummaries,
} from './metrics/evaluationReport';
export { hausdorff95 } from './metrics/hausdorff95';
export { intersectionOverUnion, makeIntersectionOverUnion } from './metrics/intersectionOverUnion';
export type { ItemScores, ScoreName } from './metrics/itemScores';
export type { Mask } from './metrics/mask';
export { mergeEvaluations } from './metrics/mergeEvaluations';
export type { MetricOptions } from './metrics/metricOptions';
export type { Overlap, OverlapMetricName } from './metrics/overlap';
export type { Metric } from './metrics/overlapMetric';
export { makePrecision, precision } from './metrics/precision';
export { makeRecall, recall } from './metrics/recall';
export { relativeVolumeDifference } from './metrics/relativeVolumeDifference';
export type { ScoreSummary } from './metrics/scoreSummary';
export type { ClassScores, SegmentationReport, SegmentationSummary } from './metrics/segmentationReport';
export { SegmentationScores, type SegmentationScoresOptions } from './metrics/segmentationScores';
export { type SurfaceDiceOptions, surfaceDice } from './metrics/surfaceDice';
export { type SurfaceDistances, type SurfaceOptions, surfaceDistances } from './metrics/surfaceDistances';
export { volumeMl } from './metrics/volumeMl';
export type { VolumePair } from './metrics/volumePair';
export type { EvaluateVolumesOptions } from './metrics/volumeScorer';
export { type WilcoxonTest, wilcoxonSignedRank } from './metrics/wilcoxonSignedRank';

// CT files: scans, masks and volumes

export { type Bytes, type CtFile, ctFile } from './data/ctFile';
export { CtFileError } from './data/ctFileError';
export type { DicomFrame } from './data/formats/dicom/frames';
export type { DicomHeader } from './data/formats/dicom/header';
export { readDicomHeader } from './data/formats/dicom/readDicomHeader';
export { type DicomSeries, type DicomSeriesOptions, readDicomSeries } from './data/formats/dicom/readDicomSeries';
export { type DicomSlice, type DicomSliceOptions, readDicomSlice } from './data/formats/dicom/readDicomSlice';
export { type EncodeMetaImageOptions, encodeMetaImage } from './data/formats/metaImage/encodeMetaImage';
export {
  openMetaImage,
  type ReadMetaImageOptions,
  readMetaImage,
  readMetaImageHeader,
} from './data/formats/metaImage/readMetaImage';
export { encodeNifti } from './data/formats/nifti/encodeNifti';
export { openNifti, type ReadNiftiOptions, readNifti, readNiftiHeader } from './data/formats/nifti/readNifti';
export { type EncodeNrrdOptions, encodeNrrd } from './data/formats/nrrd/encodeNrrd';
export { openNrrd, type ReadNrrdOptions, readNrrd, readNrrdHeader } from './data/formats/nrrd/readNrrd';
export { type ReadPngSlicesOptions, readPngSlices } from './data/formats/png/readPngSlices';
export type {
  DetachedHeaders,
  EncodedFile,
  OpenVolumeOptions,
  SegmentOptions,
  VolumeFormat,
  VolumeWriter,
} from './data/formats/volumeFormat';
export { volumeFormats } from './data/formats/volumeFormats';
export { type HuDoubt, huDoubt } from './data/huDoubt';
export { largestComponent } from './data/largestComponent';
export type { OpenVolume } from './data/openVolume';
export { peekVoxels } from './data/peekVoxels';
export { type ReadVolumeOptions, readVolume } from './data/readVolume';
export { type ResampleVolumeOptions, resampleVolume } from './data/resampleVolume';
export type { Segment } from './data/segments/segment';
export { slicesAsTensor } from './data/slicesAsTensor';
export type { Affine, AffineRow, Volume, VolumeHeader, VoxelArray, VoxelKind } from './data/volume';

// Data sets: their splits, and the synthetic phantom

export {
  type CtDataSet,
  type CtPatient,
  type CtScan,
  type CtSlice,
  type DataSetOptions,
  dataSetOf,
  type SliceRef,
} from './data/dataSet';
export type { DataSource, FolderSource, PhantomSource } from './data/dataSource';
export type { LabelColor } from './data/labels/labelColor';
export {
  type Label,
  type LabelSource,
  type Labels,
  type LabelTable,
  type LabelTableOptions,
  labelTable,
} from './data/labels/labelTable';
export { maskOfProbabilities } from './data/labels/maskOfProbabilities';
export type { MirroredPair } from './data/labels/mirroredPairs';
export { modelLabels } from './data/labels/modelLabels';
export { type LabelOutput, outputFor } from './data/labels/outputFor';
export { parseLabels } from './data/labels/parseLabels';
export { mixDataSets } from './data/mixDataSets';
export {
  generatePhantom,
  type PhantomLabels,
  type PhantomOptions,
  type PhantomPatient,
  type PhantomSlice,
} from './data/phantom';
export { type PhantomOrgan, phantomOrgans } from './data/phantom/organs';
export { phantomDataSet } from './data/phantomDataSet';
export { RunFileError } from './data/runFileError';
export { scanParts } from './data/scanParts';
export { type ScanVolume, type ScanVolumeOptions, scanVolume } from './data/scanVolume';
export { sliceUnits } from './data/sliceUnits';
export { type EqualScans, equalScans } from './data/split/equalScans';
export { type Parts, type SplitOptions, splitPatients } from './data/split/split';
export { type DataSetSplit, type SplitDataSetOptions, splitDataSet } from './data/split/splitDataSet';
export type { RecordedScan, SplitRecord } from './data/split/splitRecord';

// Preprocessing: windows, contrast and augmentation

export { type AddPreprocessingOptions, addPreprocessing } from './models/addPreprocessing';
export type { ClaheOptions } from './ops/claheOptions';
export { applyClahe } from './preprocess/applyClahe';
export { augmentSample } from './preprocess/augment/augmentSample';
export type { ImageAndMask } from './preprocess/augment/changeSample';
export type { SampleAugmentationOptions } from './preprocess/augment/sampleAugmentationOptions';
export {
  Augmentation,
  type AugmentationOptions,
  type AugmentationState,
  type ImagesAndMasks,
} from './preprocess/augmentation';
export { CLAHE, type CLAHELayerOptions } from './preprocess/clahe';
export { HUWindow, type HUWindowLayerOptions } from './preprocess/huWindow';
export type { HuRange, Preprocessing, PreprocessingOptions } from './preprocess/input/preprocessing';
export { strongAugmentation } from './preprocess/strongAugmentation';
export type { AugmentationName, TrainAugmentationOptions } from './preprocess/trainAugmentation';
export { type HuWindowOptions, windowHu } from './preprocess/windowHu';

// Samples: preprocessed slices

export { checkMasks } from './data/checkMasks';
export { type MemoryCache, type MemoryCacheOptions, memoryCache } from './data/memoryCache';
export { resizeSample } from './data/resize';
export { type Sample, type Samples, samplesOf } from './data/sample';
export type { SliceCache } from './data/sliceCache';
export { takeEvenly } from './data/takeEvenly';
export { type PrepareSlicesOptions, prepareSlices } from './training/samples/prepareSlices';

// Pictures

export { type ContactSheetOptions, contactSheet } from './data/pictures/contactSheet';
export { drawOverlay, type OverlayOptions } from './data/pictures/drawOverlay';
export { encodePng, type Picture } from './data/pictures/picture';
export { type DrawSliceOptions, drawSlice } from './report/drawSlice';

// Reports

export { type BestGreyIntervalOptions, bestGreyInterval, type GreyInterval } from './report/bestGreyInterval';
export { classCsv } from './report/classCsv';
export { type ClassTableOptions, classTable, type TextTable } from './report/classTable';
export { type ComparisonPanelOptions, comparisonPanel, type PanelRow } from './report/comparisonPanel';
export { type ConfusionTableOptions, confusionTable } from './report/confusionTable';
export { escapeHtml, htmlFigure, htmlPage, htmlTable, type ReportPicture } from './report/html';
export { type Curve, curveColours, type LineChartOptions, lineChart } from './report/lineChart';
export { markdownTable } from './report/markdownTable';
export type { NetworkCost, NetworkHistory, NetworkResult, NetworkScores, RunFacts } from './report/networkResult';
export {
  type PaperRow,
  type PaperScore,
  type PaperScores,
  type PaperTable,
  paperTables,
  type TableName,
} from './report/paperTables';
export type { TableConditions, TableData, TableReport, TableRow } from './report/tableReport';

// Training and inference: the recipe, checkpoints, predictions

export { type PredictPaddedOptions, predictPadded } from './inference/predictPadded';
export { type PredictSlidingWindowOptions, predictSlidingWindow } from './inference/predictSlidingWindow';
export { type PredictVolumeOptions, predictVolume, type VolumeProgress } from './inference/predictVolume';
export { type PredictWithFlipsOptions, predictWithFlips } from './inference/predictWithFlips';
export { EarlyStopping, type EarlyStoppingOptions } from './training/callbacks/earlyStopping';
export { ModelCheckpoint, type ModelCheckpointOptions, type SaveTarget } from './training/callbacks/modelCheckpoint';
export type { FitLogs, MonitorOptions } from './training/callbacks/monitor';
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from './training/callbacks/reduceLROnPlateau';
export type { CheckpointOptions, CheckpointStore, CheckpointWriteOptions } from './training/checkpoint/checkpointStore';
export type { EpochRecord, History, TrainingProgress, Validation } from './training/history';
export { type FusedAdam, type FusedAdamOptions, fusedAdam, registerOptimizers } from './training/optimizer/fusedAdam';
export { paperRecipe } from './training/paperRecipe';
export { type Prediction, type PredictSamplesOptions, predictSamples } from './training/predictSamples';
export { type InferenceOptions, inferenceOf } from './training/run/inferenceOf';
export { parseRunSettings } from './training/run/parseRunSettings';
export { preprocessingText } from './training/run/preprocessingText';
export type { Recipe, RecipeOptions } from './training/run/recipe';
export type {
  RunData,
  RunNetwork,
  RunSettings,
  RunSettingsOptions,
} from './training/run/runSettings';
export type { LearningRateDecay } from './training/schedule/learningRateOf';
export type { PatienceOptions } from './training/schedule/patience';
export type { PlateauOptions } from './training/schedule/plateau';
export type { TrainSegmentationOptions } from './training/trainOptions';
export { trainSegmentation } from './training/trainSegmentation';

// Errors: options that are refused

export type { ActionFix, Fix, OptionFix, Spelling } from './utils/fix';
export { OptionError, type OptionErrorParts } from './utils/optionError';
