import ts from 'typescript';
import { expect, it } from 'vitest';

import * as universal from '../src/index';
import * as node from '../src/node/index';
import { sourceFiles } from './support/sourceFiles';

it('msa-unet exports these names', () => {
  expect(exportedNames('src/index.ts')).toMatchInlineSnapshot(`
    [
      "AASPP",
      "BilinearUpsampling",
      "CLAHE",
      "CompositeLayer",
      "Concatenate",
      "Conv2D",
      "Conv2DTranspose",
      "ConvBatchNormRelu",
      "CtFileError",
      "DoubleConv",
      "DropBlock",
      "HUWindow",
      "MSAM",
      "MSRB",
      "MaxPooling2D",
      "ModelFormatError",
      "PlainDecoder",
      "RASM",
      "SegmentationScores",
      "SizeGuard",
      "addPreprocessing",
      "applyClahe",
      "bceDiceLoss",
      "binaryCrossEntropyLoss",
      "buildMsaUnet",
      "checkMasks",
      "contactSheet",
      "conv2d",
      "conv2dTranspose",
      "diceCoefficient",
      "diceLoss",
      "drawOverlay",
      "encodePng",
      "generatePhantom",
      "inferConvBatchNormRelu",
      "intersectionOverUnion",
      "loadModel",
      "makeDiceCoefficient",
      "makeIntersectionOverUnion",
      "makePrecision",
      "makeRecall",
      "maxPool",
      "precision",
      "predictPadded",
      "predictSamples",
      "readDicomHeader",
      "readDicomSeries",
      "readDicomSlice",
      "recall",
      "registerLayers",
      "resizeBilinear",
      "resizeSample",
      "samplesOf",
      "splitPatients",
      "takeEvenly",
      "trainConvBatchNormRelu",
      "trainSegmentation",
      "type AASPPOptions",
      "type AddPreprocessingOptions",
      "type BceDiceLossOptions",
      "type BilinearGrid",
      "type BilinearUpsamplingOptions",
      "type CLAHELayerOptions",
      "type ChannelMoments",
      "type ClaheOptions",
      "type ContactSheetOptions",
      "type Conv2DOptions",
      "type Conv2DTransposeOptions",
      "type Conv2dOptions",
      "type Conv2dTransposeOptions",
      "type ConvBatchNormOptions",
      "type ConvBatchNormParameters",
      "type ConvBatchNormReluOptions",
      "type CtFile",
      "type DiceLossOptions",
      "type DicomFrame",
      "type DicomHeader",
      "type DicomSeries",
      "type DicomSeriesOptions",
      "type DicomSlice",
      "type DicomSliceOptions",
      "type DoubleConvOptions",
      "type DropBlockOptions",
      "type DropBlockSettings",
      "type DropBlockState",
      "type EpochRecord",
      "type HUWindowLayerOptions",
      "type History",
      "type HuWindowOptions",
      "type LearningRateDecay",
      "type LoadModelOptions",
      "type Loss",
      "type LossOptions",
      "type MSAMOptions",
      "type MSRBOptions",
      "type MaxPoolOptions",
      "type MaxPooling2DOptions",
      "type Metric",
      "type MetricOptions",
      "type ModelSource",
      "type MsaUnetOptions",
      "type MsaUnetStage",
      "type Overlap",
      "type OverlapMetricName",
      "type OverlayOptions",
      "type Padding",
      "type Parts",
      "type PhantomOptions",
      "type PhantomPatient",
      "type PhantomSlice",
      "type Picture",
      "type PlainDecoderOptions",
      "type PredictPaddedOptions",
      "type PredictSamplesOptions",
      "type Prediction",
      "type RASMOptions",
      "type Sample",
      "type Samples",
      "type ScoreSummary",
      "type SegmentationReport",
      "type SizeGuardOptions",
      "type SplitOptions",
      "type TrainSegmentationOptions",
      "type TrainingProgress",
      "type UnitOptions",
      "type Validation",
      "windowHu",
    ]
  `);
});

it('msa-unet/node exports these names', () => {
  expect(exportedNames('src/node/index.ts')).toMatchInlineSnapshot(`
    [
      "abortOnInterrupt",
      "fileSystem",
      "openSlices",
      "progressLine",
      "type BackendInfo",
      "type BackendName",
      "type OpenSlicesOptions",
      "type ProgressLine",
      "type ProgressStream",
      "type UseBackendOptions",
      "useBackend",
      "writeFileAtomic",
    ]
  `);
});

it.each([
  ['src/index.ts', universal],
  ['src/node/index.ts', node],
])('%s writes out every name', (path, entry) => {
  const values = exportedNames(path).filter((name) => !name.startsWith('type '));
  expect(values).toEqual(Object.keys(entry).sort());
});

/** Names that an entry writes out; types are marked. */
function exportedNames(path: string): string[] {
  const entry = sourceFiles('src').find((file) => file.path === path)!;
  return entry.syntax.statements
    .filter(ts.isExportDeclaration)
    .flatMap(({ exportClause, isTypeOnly }) =>
      exportClause && ts.isNamedExports(exportClause)
        ? exportClause.elements.map((name) => `${isTypeOnly || name.isTypeOnly ? 'type ' : ''}${name.name.text}`)
        : [],
    )
    .sort();
}
