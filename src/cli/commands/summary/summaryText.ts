import type * as tf from '@tensorflow/tfjs';
import { describeModel, type LayerDescription, type ModelDescription, modelNames } from 'msa-unet';
import { openRun, useBackend } from 'msa-unet/node';

import { nearest } from '../../args/names';
import { UsageError } from '../../args/usageError';
import { build, type Network, networkOf } from '../../options/networkOptions';
import { exists } from '../../outputs';
import { textTable } from '../../textTable';

/** The options of `summary`. */
export interface SummaryRequest extends Omit<Network['options'], 'seed'> {
  /** A name of `buildModel`, or the folder of a saved network. */
  readonly model: string;
  readonly input: readonly [height: number, width: number, channels: number] | undefined;
  readonly batch: number | undefined;
}

/** The layers of a network and what it costs. */
export async function summaryText(request: SummaryRequest): Promise<string> {
  const { input, batch = 1 } = request;
  await useBackend('wasm', { log: null }); // for the weights
  const model = await modelOf(request);
  const channels = model.inputs[0]!.shape[3];
  if (input && input[2] !== channels)
    throw new UsageError(
      `--input: ${request.model} takes images of ${channels} channel${channels === 1 ? '' : 's'}; received ${input[2]}`,
    );
  const description = describeModel(model, { height: input?.[0], width: input?.[1], batch });
  model.dispose();
  const rows = description.layers.map((layer) => cellsOf(layer));
  return `${textTable([['layer', 'class', 'output', 'parameters', 'GMAC'], ...rows])}\n\n${totals(description, batch)}`;
}

async function modelOf({ model, input, ...options }: SummaryRequest): Promise<tf.LayersModel> {
  const name = modelNames.find((known) => known === model);
  if (name) return build(networkOf(name, options), null, input?.[2]);
  if (await exists(model)) return (await openRun(model)).model;
  const near = nearest(model, modelNames);
  const hint = near === null ? '' : `; did you mean ${near}?`;
  throw new UsageError(
    `--model must be one of ${modelNames.join(', ')}, or the folder of a saved network; received "${model}"${hint}`,
  );
}

function cellsOf({ name, className, outputShapes, trainable, nonTrainable, multiplyAdds }: LayerDescription): string[] {
  const shapes = [...new Set(outputShapes.map((shape) => shape.join('×')))];
  return [
    name,
    className,
    shapes.join(', '),
    count(trainable + nonTrainable),
    multiplyAdds === 0 ? '' : (multiplyAdds / 1e9).toFixed(3),
  ];
}

function totals({ inputShape, trainable, nonTrainable, gigaMacs, stepBytes }: ModelDescription, batch: number): string {
  const images = batch === 1 ? '1 image' : `${batch} images`;
  return `Input ${inputShape.join('×')}: ${count(trainable)} trainable parameters, ${count(nonTrainable)} non-trainable.
${gigaMacs.toFixed(1)} billion multiply-adds (GMAC) per image; a training step on ${images} needs at least ${count(Math.ceil(stepBytes / 2 ** 20))} MiB.`;
}

const count = (n: number) => n.toLocaleString('en');
