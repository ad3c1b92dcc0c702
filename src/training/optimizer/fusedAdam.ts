import * as tf from '@tensorflow/tfjs';

import { registeredVariables } from '../../kernels/engine';
import { type AdamStep, adamUpdate } from '../../ops/adamUpdate';
import { variableGradients } from '../../ops/variableGradients';
import { requireKnown, requireNonNegative, requirePositive } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import { AdamMoments } from './adamMoments';

/** Options of {@link fusedAdam}. */
export interface FusedAdamOptions {
  /** Learning rate η, ≥ 0. @defaultValue `1e-3` */
  learningRate?: number;
  /** Decay rate β1 of the gradients' moving average, ≥ 0 and < 1. @defaultValue `0.9` */
  beta1?: number;
  /** Decay rate β2 of the squared gradients' moving average, ≥ 0 and < 1. @defaultValue `0.999` */
  beta2?: number;
  /** Term ε > 0 added to the root of the second moment. @defaultValue `1e-7` */
  epsilon?: number;
}

type NamedGradients = Parameters<tf.Optimizer['applyGradients']>[0];
type NamedTensors = Awaited<ReturnType<tf.Optimizer['getWeights']>>;

/** Optimizer that {@link fusedAdam} makes. */
export class FusedAdam extends tf.Optimizer {
  static readonly className = 'MsaUnetFusedAdam';

  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;
  private readonly moments = new AdamMoments();
  private rate!: number;
  private saved: NamedTensors = [];

  constructor({ learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: FusedAdamOptions = {}) {
    super();
    this.learningRate = learningRate;
    this.beta1 = requireDecay('beta1', beta1);
    this.beta2 = requireDecay('beta2', beta2);
    requirePositive('fusedAdam', 'epsilon', epsilon);
    this.epsilon = epsilon;
  }

  /** Learning rate η, ≥ 0; can be set between steps. */
  get learningRate(): number {
    return this.rate;
  }

  set learningRate(learningRate: number) {
    requireNonNegative('fusedAdam', 'learningRate', learningRate);
    this.rate = learningRate;
  }

  /** Computes gradients like tfjs's own optimizers, but frees memory during the backward pass. */
  override computeGradients(f: () => tf.Scalar, variables?: tf.Variable[]): ReturnType<typeof variableGradients> {
    return variableGradients(f, variables);
  }

  /**
   * Applies one step to the named variables. Variables without a gradient keep their value and moments.
   *
   * @throws Error if a variable was disposed or has changed its shape, or a restored state does not match
   */
  override applyGradients(gradients: NamedGradients): void {
    const named = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    this.moments.admit(named.map(({ name }) => variableOf(name)));
    const moving: { name: string; tensor: tf.Tensor | null }[] = named.filter(({ tensor }) => tensor);
    tf.tidy(() => this.move(new Map(moving.map(({ name, tensor }) => [name, tensor!]))));
    this.incrementIterations();
  }

  private move(gradients: ReadonlyMap<string, tf.Tensor>): void {
    const step = this.step();
    this.moments.update([...gradients.keys()].map(variableOf), (names, state) => {
      const variables = names.map(variableOf);
      const ofThese = names.map((name) => gradients.get(name)!);
      const { weights, ...next } = adamUpdate(state, variables, ofThese, step);
      for (const [i, variable] of variables.entries()) variable.assign(weights[i]!);
      return next;
    });
  }

  private step(): AdamStep {
    const { learningRate, beta1, beta2, epsilon } = this;
    const time = this.iterations + 1;
    const correction = Math.sqrt(1 - beta2 ** time);
    const rate = (learningRate * correction) / (1 - beta1 ** time);
    return { beta1, beta2, rate, epsilon: epsilon * correction };
  }

  /**
   * Returns the state in the layout of tfjs's own Adam: the number of steps, m of every weight, v of every weight.
   *
   * The tensors are copies owned by the optimizer; they live until the next call, or until it is disposed.
   */
  override async getWeights(): Promise<NamedTensors> {
    this.disposeSaved();
    const moments = this.moments.copies();
    this.saved = [
      await this.saveIterations(),
      ...moments.map(([name, { m }]) => ({ name: `${name}/m`, tensor: m })),
      ...moments.map(([name, { v }]) => ({ name: `${name}/v`, tensor: v })),
    ];
    return this.saved;
  }

  /**
   * Restores a copy of a state that {@link FusedAdam.getWeights} or tfjs's own Adam returned.
   *
   * @throws RangeError if the layout differs; the next step throws if the state belongs to other weights
   */
  override async setWeights(state: NamedTensors): Promise<void> {
    const count = (state.length - 1) / 2;
    const [m, v] = [state.slice(1, 1 + count), state.slice(1 + count)];
    const isPair = ({ tensor }: NamedTensors[0], i: number) => tensor.shape.join() === v[i]!.tensor.shape.join();
    if (!Number.isInteger(count) || !m.every(isPair))
      throw new RangeError(
        'fusedAdam: a state must be the number of steps, then m of every weight, then v of every weight; received ' +
          `tensors of the shapes ${state.map(({ tensor }) => `[${tensor.shape.join(', ')}]`).join(', ') || 'none'}`,
      );
    await this.extractIterations(state);
    this.moments.restore(m.map(({ name, tensor }, i) => [name.replace(/\/m$/, ''), { m: tensor, v: v[i]!.tensor }]));
  }

  override getConfig(): Required<FusedAdamOptions> & tf.serialization.ConfigDict {
    const { learningRate, beta1, beta2, epsilon } = this;
    return { learningRate, beta1, beta2, epsilon };
  }

  /** Frees the state. */
  override dispose(): void {
    this.moments.dispose();
    this.disposeSaved();
    super.dispose();
  }

  private disposeSaved(): void {
    tf.dispose(this.saved.map(({ tensor }) => tensor));
    this.saved = [];
  }
}

/**
 * Makes an Adam optimizer that updates all weights of a network at once: the result of tfjs's `tf.train.adam`, within
 * float error, in a handful of kernels instead of a dozen per weight. Options: {@link FusedAdamOptions}.
 *
 * Dispose it with the model; tfjs does not. ε does not depend on the backend, unlike that of tfjs's own Adam (1e-4 on
 * some WebGL devices).
 *
 * @throws RangeError if an option is out of range
 * @see Kingma and Ba, Adam, 2015, https://arxiv.org/abs/1412.6980, Alg. 1
 * @example
 * ```ts
 * import { buildUnet, diceLoss, fusedAdam } from 'msa-unet';
 *
 * const model = buildUnet([32, 32, 1], { baseFilters: 2, depth: 1 });
 * model.compile({ optimizer: fusedAdam({ learningRate: 1e-4 }), loss: diceLoss() });
 * console.log(model.optimizer.getClassName()); // MsaUnetFusedAdam
 * ```
 */
export function fusedAdam(options: FusedAdamOptions = {}): FusedAdam {
  requireKnown<FusedAdamOptions>('fusedAdam', options, { learningRate: 0, beta1: 0, beta2: 0, epsilon: 0 });
  registerOptimizers();
  return new FusedAdam(options);
}

/**
 * Registers the optimizers of this library with tfjs, for `tf.loadLayersModel` of models saved with their optimizer.
 * {@link fusedAdam} also calls it; calling it again does no harm.
 *
 * @example
 * ```ts
 * import { registerOptimizers } from 'msa-unet';
 *
 * registerOptimizers();
 * console.log('tf.loadLayersModel now restores FusedAdam');
 * ```
 */
export function registerOptimizers(): void {
  tf.serialization.registerClass(FusedAdam);
}

function requireDecay(option: string, value: number): number {
  if (!(value >= 0 && value < 1)) throw invalidOption('fusedAdam', option, 'at least 0 and below 1', value);
  return value;
}

function variableOf(name: string): tf.Variable {
  const variable = registeredVariables()[name];
  if (variable) return variable;
  throw new Error(
    `fusedAdam: there is no variable ${name}: it was disposed, perhaps with its model. Make a new optimizer for a new model`,
  );
}
