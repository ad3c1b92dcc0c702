import * as tf from '@tensorflow/tfjs';

import { isGraphRecorded, type StepGraph } from '../ops/graphs';
import { InferenceGraph } from '../ops/inferenceGraph';
import { recompute } from '../ops/recompute';
import { TrainingGraph } from '../ops/trainingGraph';
import { invalidOption } from '../utils/errors';
import type { Node } from '../utils/graph';
import { onlyTensor } from '../utils/onlyTensor';
import { shapesOf } from '../utils/requireMaps';
import { isKnownLayer } from './isKnownLayer';
import { type CallArgs, isRandom, repeatDraws } from './replay';

/**
 * A layer made of other layers. Subclasses only say how the parts are wired.
 *
 * tfjs does not look for sublayers inside a layer: left alone, their weights are neither trained nor saved, and two
 * convolutions share one weight name, so the saved model cannot be loaded (tensorflow/tfjs#8253).
 */
export abstract class CompositeLayer extends tf.layers.Layer {
  private wired: tf.LayersModel | undefined;

  /**
   * Whether a training step keeps only the inputs of this layer and computes its inside again for the gradient: less
   * memory, more time, equal numbers. May be changed at any time; layers inside have their own. Layers of
   * several outputs keep everything.
   */
  recompute = false;

  /** Whether graphs may stand in for the parts. */
  private hasKnownParts = false;

  private readonly inference = new InferenceGraph();
  private readonly training = new TrainingGraph();

  /** How many inputs there are. */
  protected readonly inputCount: number = 1;

  /** Connects the parts. Name every part that has weights: the names go into saved files. */
  protected abstract wire(inputs: Node[]): Node | Node[];

  /** The layers this one is made of, in the order of the wiring; empty before the layer is built. */
  get parts(): tf.layers.Layer[] {
    return this.wired?.layers ?? [];
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shapes = shapesOf(inputShape);
    if (shapes.length !== this.inputCount)
      throw invalidOption(this.title, 'inputs', `${this.inputCount} maps`, shapes.length);
    const inputs = shapes.map(([, ...shape]) => tf.input({ batchShape: [null, ...shape] }));
    this.wired = tf.model({ inputs, outputs: this.wire(inputs) });
    // As its own, so that freezing a model around this layer reaches them.
    this.trainableWeights = this.wired.trainableWeights;
    this.nonTrainableWeights = this.wired.nonTrainableWeights;
    this.hasKnownParts = this.inside().filter(isLeaf).every(isKnownLayer);
    if (!this.trainable) this.freezeParts(); // else a part that is frozen alone stays so
    super.build(inputShape);
  }

  override get trainable(): boolean {
    return super.trainable;
  }

  /** Parts must know: a frozen normalisation neither uses batch statistics nor moves its averages. */
  override set trainable(trainable: boolean) {
    super.trainable = trainable;
    this.freezeParts();
  }

  private freezeParts(): void {
    for (const part of this.parts) part.trainable = this.trainable;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return this.wiring.computeOutputShape(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArgs): tf.Tensor | tf.Tensor[] {
    const maps = [inputs].flat();
    return tf.tidy(() => (kwargs.training ? this.train(maps, kwargs) : this.infer(maps, kwargs)));
  }

  private infer(inputs: tf.Tensor[], kwargs: CallArgs): tf.Tensor | tf.Tensor[] {
    const compute = () => [this.wiring.call(inputs, kwargs)].flat();
    const weights = this.weights.toSorted((a, b) => a.id - b.id); // who freezes a part changes their order
    const outputs = this.hasKnownParts ? this.inference.run(inputs, weights, compute) : compute();
    return outputs.length === 1 ? outputs[0]! : outputs;
  }

  private train(inputs: tf.Tensor[], kwargs: CallArgs): tf.Tensor | tf.Tensor[] {
    this.inference.forgetWeights();
    const compute = () => this.wiring.call(inputs, kwargs);
    if (this.wiring.outputs.length > 1 || isGraphRecorded()) return compute();
    const replay = kwargs.replay ?? false;
    const graph = this.trainingGraph(inputs, { ...kwargs, replay: false });
    if (graph) return graph.run(inputs, replay);
    return this.recompute ? this.callFrugally(inputs, kwargs) : compute();
  }

  /** Not around unknown parts, nor around those that compute their inside again: these have graphs of their own. */
  private trainingGraph(inputs: tf.Tensor[], kwargs: CallArgs): StepGraph | null {
    if (!this.hasKnownParts || this.inside().some(recomputes)) return null;
    const { weights, trainableWeights: trainable } = this.wiring;
    const outputShape = this.computeOutputShape(inputs.map(({ shape }) => shape)) as number[];
    const compute = () => onlyTensor(this.wiring.call(inputs, kwargs));
    return this.training.of({ inputs, weights, trainable, outputShape, compute, keepsInside: !this.recompute });
  }

  private callFrugally(inputs: tf.Tensor[], kwargs: CallArgs): tf.Tensor {
    const repeat = repeatDraws(this.inside().filter(isRandom));
    const weights = () => this.wiring.trainableWeights.map((weight) => weight.read());
    const run = (x: tf.Tensor[], args: CallArgs) => onlyTensor(tf.tidy(() => this.wiring.call(x, args)));
    return recompute(inputs, weights, (x, again) =>
      again ? repeat(() => run(x, { ...kwargs, replay: true })) : run(x, kwargs),
    );
  }

  /** The parts, and theirs, at any depth. */
  private inside(): tf.layers.Layer[] {
    return this.parts.flatMap(within);
  }

  /** Without this, weight penalties of the parts are silently left out of the loss. */
  override calculateLosses(): tf.Scalar[] {
    return this.wired?.calculateLosses() ?? [];
  }

  /** The parts may keep more than weights; each has to be told once for every place that it is used in. */
  protected override disposeWeights(): number {
    this.inference.dispose();
    this.training.dispose();
    const told = (part: tf.layers.Layer): number => {
      const { refCountAfterDispose, numDisposedVariables } = part.dispose();
      return numDisposedVariables + (refCountAfterDispose > 0 ? told(part) : 0);
    };
    return this.parts.reduce((sum, part) => sum + told(part), 0);
  }

  /** What errors call it. */
  private get title(): string {
    return `${this.getClassName().replace(/^MsaUnet/, '')} "${this.name}"`;
  }

  /** The parts and their connections, as a model. Throws before the layer is built. */
  get wiring(): tf.LayersModel {
    if (!this.wired) throw new Error(`${this.title}: call \`build\` or \`apply\` first`);
    return this.wired;
  }
}

/** A layer and all inside of it, at any depth. */
function within(layer: tf.layers.Layer): tf.layers.Layer[] {
  return [layer, ...partsOf(layer).flatMap(within)];
}

function partsOf(layer: tf.layers.Layer): tf.layers.Layer[] {
  if (layer instanceof CompositeLayer) return layer.parts;
  return layer instanceof tf.LayersModel ? layer.layers : [];
}

/** Whether a layer is not made of others. */
const isLeaf = (layer: tf.layers.Layer) => !(layer instanceof CompositeLayer || layer instanceof tf.LayersModel);

const recomputes = (layer: tf.layers.Layer) => layer instanceof CompositeLayer && layer.recompute;
