import * as tf from '@tensorflow/tfjs';

import { registeredVariables } from '../../kernels/engine';
import { type AdamStep, adamUpdate } from '../../ops/adamUpdate';
import { variableGradients } from '../../ops/variableGradients';
import { requireKnown, requireNonNegative } from '../../utils/check';
import { AdamMoments } from './adamMoments';
import { adamOptionNames, adamOptions, type FusedAdamOptions } from './adamOptions';

export type { FusedAdamOptions } from './adamOptions';

type NamedGradients = Parameters<tf.Optimizer['applyGradients']>[0];
type NamedTensors = Awaited<ReturnType<tf.Optimizer['getWeights']>>;

/** Optimizer that {@link fusedAdam} makes. */
export class FusedAdam extends tf.Optimizer {
  static readonly className = 'MsaUnetFusedAdam';

  private readonly options: Required<FusedAdamOptions>;
  private readonly moments = new AdamMoments();
  private saved: NamedTensors = [];

  constructor(options: FusedAdamOptions = {}) {
    super();
    this.options = adamOptions(options);
  }

  /** Learning rate η, ≥ 0; can be set between steps. */
  get learningRate(): number {
    return this.options.learningRate;
  }

  set learningRate(learningRate: number) {
    requireNonNegative('fusedAdam', 'learningRate', learningRate);
    this.options.learningRate = learningRate;
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
    const { learningRate, beta1, beta2, epsilon, weightDecay } = this.options;
    const time = this.iterations + 1;
    const correction = Math.sqrt(1 - beta2 ** time);
    const rate = (learningRate * correction) / (1 - beta1 ** time);
    return { beta1, beta2, rate, epsilon: epsilon * correction, keep: 1 - learningRate * weightDecay };
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
    return { ...this.options };
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
 * @see Kingma and Ba, Adam, 2015, https://arxiv.org/abs/1412.6980, Alg. 1; for `weightDecay`, Loshchilov and Hutter,
 * Decoupled weight decay regularization, 2019, https://arxiv.org/abs/1711.05101, Alg. 2, with λ as in PyTorch's AdamW
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
  requireKnown('fusedAdam', options, adamOptionNames);
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

function variableOf(name: string): tf.Variable {
  const variable = registeredVariables()[name];
  if (variable) return variable;
  throw new Error(
    `fusedAdam: there is no variable ${name}: it was disposed, perhaps with its model. Make a new optimizer for a new model`,
  );
}
