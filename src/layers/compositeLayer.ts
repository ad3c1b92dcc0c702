import * as tf from '@tensorflow/tfjs';

import { isGraphRecorded, LayerGraphs, type StepGraph } from '../graphs/layerGraphs';
import { recompute } from '../ops/recompute';
import { invalidOption } from '../utils/errors';
import type { Node } from '../utils/graph';
import { onlyTensor } from '../utils/onlyTensor';
import { shapesOf } from '../utils/requireMaps';
import { isKnownLayer } from './isKnownLayer';
import { type CallArgs, isRandom, repeatDraws } from './replay';

/**
 * Base class of layers that are made of other layers. Subclasses implement `wire`, which connects the parts.
 *
 * tfjs does not track sublayers: without this class their weights are neither trained nor saved, and two convolutions
 * share one weight name, so that the saved model cannot be loaded (tensorflow/tfjs#8253).
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { CompositeLayer, Conv2D } from 'msa-unet';
 *
 * class TwoConvs extends CompositeLayer {
 *   static readonly className = 'MyTwoConvs';
 *   protected override wire([x]: [tf.SymbolicTensor]): tf.SymbolicTensor {
 *     const y = new Conv2D({ name: 'first', filters: 8, activation: 'relu' }).apply(x);
 *     return new Conv2D({ name: 'second', filters: 8 }).apply(y) as tf.SymbolicTensor;
 *   }
 * }
 * const layer = new TwoConvs();
 * layer.apply(tf.input({ shape: [null, null, 1] }));
 * console.log(layer.trainableWeights.length); // 4
 * ```
 */
export abstract class CompositeLayer extends tf.layers.Layer {
  private wired: tf.LayersModel | undefined;

  /**
   * Whether a training step keeps only this layer's inputs and recomputes its activations for the gradient (gradient
   * checkpointing): less memory, more time, equal numbers. Can be changed at any time; nested layers have their own
   * switch. Layers with several outputs keep everything.
   */
  recompute = false;

  /** Whether recorded graphs may replace the parts. */
  private hasKnownParts = false;

  private readonly graphs = new LayerGraphs();

  /** Number of inputs. */
  protected readonly inputCount: number = 1;

  /** Connects the parts. Name every part that has weights: saved files contain these names. */
  protected abstract wire(inputs: Node[]): Node | Node[];

  /** The parts, in the order of the wiring; empty before the layer is built. */
  get parts(): tf.layers.Layer[] {
    return this.wired?.layers ?? [];
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shapes = shapesOf(inputShape);
    if (shapes.length !== this.inputCount)
      throw invalidOption(this.title, 'inputs', `${this.inputCount} maps`, shapes.length);
    const inputs = shapes.map(([, ...shape]) => tf.input({ batchShape: [null, ...shape] }));
    this.wired = tf.model({ inputs, outputs: this.wire(inputs) });
    // The layer adopts the weights, so that freezing a model around it reaches them.
    this.trainableWeights = this.wired.trainableWeights;
    this.nonTrainableWeights = this.wired.nonTrainableWeights;
    this.hasKnownParts = this.inside().filter(isLeaf).every(isKnownLayer);
    if (!this.trainable) this.freezeParts(); // only then: a part that was frozen on its own stays frozen
    super.build(inputShape);
  }

  override get trainable(): boolean {
    return super.trainable;
  }

  /** Passes the flag on: a frozen normalisation neither uses batch statistics nor updates its moving averages. */
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
    const weights = this.weights.toSorted((a, b) => a.id - b.id); // freezing a part changes their order
    const outputs = this.hasKnownParts ? this.graphs.predict(inputs, weights, compute) : compute();
    return outputs.length === 1 ? outputs[0]! : outputs;
  }

  private train(inputs: tf.Tensor[], kwargs: CallArgs): tf.Tensor | tf.Tensor[] {
    this.graphs.forgetWeights();
    const compute = () => this.wiring.call(inputs, kwargs);
    if (this.wiring.outputs.length > 1 || isGraphRecorded()) return compute();
    const replay = kwargs.replay ?? false;
    const graph = this.trainingGraph(inputs, { ...kwargs, replay: false });
    if (graph) return graph.run(inputs, replay);
    return this.recompute ? this.callFrugally(inputs, kwargs) : compute();
  }

  /**
   * The recorded graph of a training step; `null` if a part is unknown or recomputes its inside, which then has its own
   * graph.
   */
  private trainingGraph(inputs: tf.Tensor[], kwargs: CallArgs): StepGraph | null {
    if (!this.hasKnownParts || this.inside().some(recomputes)) return null;
    const { weights, trainableWeights: trainable } = this.wiring;
    const outputShape = this.computeOutputShape(inputs.map(({ shape }) => shape)) as number[];
    const compute = () => onlyTensor(this.wiring.call(inputs, kwargs));
    return this.graphs.stepOf({ inputs, weights, trainable, outputShape, compute, keepsInside: !this.recompute });
  }

  private callFrugally(inputs: tf.Tensor[], kwargs: CallArgs): tf.Tensor {
    const repeat = repeatDraws(this.inside().filter(isRandom));
    const weights = () => this.wiring.trainableWeights.map((weight) => weight.read());
    const run = (x: tf.Tensor[], args: CallArgs) => onlyTensor(tf.tidy(() => this.wiring.call(x, args)));
    return recompute(inputs, weights, (x, again) =>
      again ? repeat(() => run(x, { ...kwargs, replay: true })) : run(x, kwargs),
    );
  }

  /** All parts, nested ones included. */
  private inside(): tf.layers.Layer[] {
    return this.parts.flatMap(within);
  }

  /** Weight penalties of the parts, which tfjs would otherwise silently leave out of the loss. */
  override calculateLosses(): tf.Scalar[] {
    return this.wired?.calculateLosses() ?? [];
  }

  /** Disposes the parts once per use: tfjs counts references, and parts may hold more than weights. */
  protected override disposeWeights(): number {
    this.graphs.dispose();
    const disposeFully = (part: tf.layers.Layer): number => {
      const { refCountAfterDispose, numDisposedVariables } = part.dispose();
      return numDisposedVariables + (refCountAfterDispose > 0 ? disposeFully(part) : 0);
    };
    return this.parts.reduce((sum, part) => sum + disposeFully(part), 0);
  }

  /** Name in error messages. */
  private get title(): string {
    return `${this.getClassName().replace(/^MsaUnet/, '')} "${this.name}"`;
  }

  /** The parts and their connections as a model. Throws before the layer is built. */
  get wiring(): tf.LayersModel {
    if (!this.wired) throw new Error(`${this.title}: call \`build\` or \`apply\` first`);
    return this.wired;
  }
}

/** The layer and all layers inside it, nested ones included. */
function within(layer: tf.layers.Layer): tf.layers.Layer[] {
  return [layer, ...partsOf(layer).flatMap(within)];
}

function partsOf(layer: tf.layers.Layer): tf.layers.Layer[] {
  if (layer instanceof CompositeLayer) return layer.parts;
  return layer instanceof tf.LayersModel ? layer.layers : [];
}

/** Whether the layer has no sublayers. */
const isLeaf = (layer: tf.layers.Layer) => !(layer instanceof CompositeLayer || layer instanceof tf.LayersModel);

const recomputes = (layer: tf.layers.Layer) => layer instanceof CompositeLayer && layer.recompute;
