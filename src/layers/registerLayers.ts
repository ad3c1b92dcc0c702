import * as tf from '@tensorflow/tfjs';

import { registerFlags } from '../kernels/runKernel';
import { CLAHE } from '../preprocess/clahe';
import { HUWindow } from '../preprocess/huWindow';
import { AASPP } from './aaspp';
import { ASPP } from './aspp';
import { BatchNormRelu } from './batchNormRelu';
import { BilinearUpsampling } from './bilinearUpsampling';
import { Bottleneck } from './bottleneck';
import { CeNetDecoder } from './ceNetDecoder';
import { CeNetHead } from './ceNetHead';
import { Concatenate } from './concatenate';
import { Conv2D } from './conv2d';
import { Conv2DTranspose } from './conv2dTranspose';
import { ConvBatchNormRelu } from './convBatchNormRelu';
import { DAC } from './dac';
import { DeepLabDecoder } from './deepLabDecoder';
import { DoubleConv } from './doubleConv';
import { DropBlock } from './dropBlock';
import { Dropout } from './dropout';
import { InvertedResidual } from './invertedResidual';
import { MaxPooling2D } from './maxPooling2d';
import { MSAM } from './msam';
import { MSRB } from './msrb';
import { PlainDecoder } from './plainDecoder';
import { RASM } from './rasm';
import { ResidualBlock } from './residualBlock';
import { RMP } from './rmp';
import { SeparableConv } from './separableConv';
import { SizeGuard } from './sizeGuard';
import { XceptionBlock } from './xceptionBlock';

type LayerClass = Parameters<typeof tf.serialization.registerClass>[0];

/** Every layer of this library that a saved model may contain, in alphabetical order. */
const layerClasses: readonly LayerClass[] = [
  AASPP,
  ASPP,
  BatchNormRelu,
  BilinearUpsampling,
  Bottleneck,
  CeNetDecoder,
  CeNetHead,
  CLAHE,
  Concatenate,
  Conv2D,
  Conv2DTranspose,
  ConvBatchNormRelu,
  DAC,
  DeepLabDecoder,
  DoubleConv,
  DropBlock,
  Dropout,
  HUWindow,
  InvertedResidual,
  MaxPooling2D,
  MSAM,
  MSRB,
  PlainDecoder,
  RASM,
  ResidualBlock,
  RMP,
  SeparableConv,
  SizeGuard,
  XceptionBlock,
];

/**
 * Registers all layers of this library with tfjs, so that saved models load. Calling it again does no harm.
 *
 * Every builder and {@link loadModel} call it. Call it yourself only before `tf.loadLayersModel`.
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { buildUnet, registerLayers } from 'msa-unet';
 *
 * const saved = JSON.parse(buildUnet([32, 32, 1], { baseFilters: 4, depth: 1 }).toJSON() as string);
 * registerLayers();
 * const model = await tf.models.modelFromJSON(saved);
 * console.log(model.name); // unet
 * ```
 */
export function registerLayers(): void {
  for (const layerClass of layerClasses) tf.serialization.registerClass(layerClass);
  registerFlags();
}
