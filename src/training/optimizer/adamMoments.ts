import * as tf from '@tensorflow/tfjs';

import type { AdamState } from '../../ops/adamUpdate';
import { flatten, unflatten } from '../../ops/flatten';
import { inParts } from '../inParts';

/** Both moments of one weight, in the weight's shape. */
export interface WeightMoments {
  readonly m: tf.Tensor;
  readonly v: tf.Tensor;
}

/** Name and shape of a weight; variables qualify. */
interface Weight {
  readonly name: string;
  readonly shape: number[];
}

/** Moments of several weights, joined into vectors that fit one buffer. */
interface Vectors {
  readonly weights: readonly Weight[];
  readonly state: AdamState;
}

/**
 * Moments of Adam by weight name. The weights trained last have theirs joined into vectors, as the update needs them;
 * frozen or not yet trained weights keep theirs separately.
 */
export class AdamMoments {
  /** Weights in the order of their arrival. */
  private weights = new Map<string, Weight>();
  private vectors: Vectors[] = [];
  private single = new Map<string, WeightMoments>();
  /** Whether the names come from a saved state, possibly of another instance of the model. */
  private restored = false;

  /** @param longest maximum elements of a vector, by default those of {@link inParts} */
  constructor(private readonly longest?: number) {}

  /**
   * Adds new weights with moments of 0.
   *
   * @throws Error if a weight has changed its shape, or a restored state belongs to other weights
   */
  admit(weights: readonly Weight[]): void {
    if (this.restored && weights.some(({ name }) => !this.weights.has(name))) this.rename(weights);
    this.restored = false;
    for (const { name, shape } of weights) {
      const known = this.weights.get(name);
      if (known && !sameShape(known, { name, shape }))
        throw new Error(
          `fusedAdam: the weight ${name} had the shape [${known.shape.join(', ')}] and now has [${shape.join(', ')}]. ` +
            'Make a new optimizer for another model',
        );
      if (known) continue;
      this.weights.set(name, { name, shape });
      this.single.set(name, keep({ m: tf.zeros(shape), v: tf.zeros(shape) }));
    }
  }

  /** Replaces the states of these weights, many at a time, by what `update` returns; `update` consumes its input. */
  update(weights: readonly Weight[], update: (names: string[], state: AdamState) => AdamState): void {
    if (!this.hasVectorsOf(weights)) this.join(weights);
    this.vectors = this.vectors.map((vectors) => {
      const names = vectors.weights.map(({ name }) => name);
      const { m, v, last } = update(names, vectors.state);
      if (last) tf.keep(last.vector);
      return { weights: vectors.weights, state: { ...keep({ m, v }), last } };
    });
  }

  /** Copies all moments, in the order in which the weights arrived. */
  copies(): [name: string, moments: WeightMoments][] {
    const trained = this.cutVectors();
    return [...this.weights.keys()].map((name) => [name, trained.get(name) ?? cloneOf(this.single.get(name)!)]);
  }

  /**
   * Replaces everything by saved moments. If the weights have other names, the first {@link admit} matches them by
   * order.
   */
  restore(saved: readonly [name: string, moments: WeightMoments][]): void {
    this.dispose();
    for (const [name, moments] of saved) {
      this.weights.set(name, { name, shape: moments.m.shape });
      this.single.set(name, keep(cloneOf(moments)));
    }
    this.restored = true;
  }

  /** Frees all moments. */
  dispose(): void {
    for (const { m, v } of this.single.values()) tf.dispose([m, v]);
    this.disposeVectors();
    this.single.clear();
    this.weights.clear();
    this.restored = false;
  }

  /** Renames the restored weights, in their order, to these. */
  private rename(weights: readonly Weight[]): void {
    const saved = [...this.weights.values()];
    if (saved.length !== weights.length || saved.some((weight, i) => !sameShape(weight, weights[i]!)))
      throw new Error(
        `fusedAdam: the restored state is of ${listOf(saved)}; trained now are ${listOf(weights)}. Restore it for the ` +
          'model that it was saved from, with the same layers frozen',
      );
    this.single = new Map(saved.map(({ name }, i) => [weights[i]!.name, this.single.get(name)!]));
    this.weights = new Map(weights.map(({ name, shape }) => [name, { name, shape }]));
  }

  private hasVectorsOf(weights: readonly Weight[]): boolean {
    const present = this.vectors.flatMap((vectors) => vectors.weights);
    return present.length === weights.length && present.every(({ name }, i) => name === weights[i]!.name);
  }

  /** Joins the moments of exactly these weights. */
  private join(weights: readonly Weight[]): void {
    for (const [name, moments] of this.cutVectors()) this.single.set(name, keep(moments));
    this.disposeVectors();
    this.vectors = inParts(
      weights.map(({ name, shape }) => ({ name, shape })), // variables would stay alive
      this.longest,
    ).map((part) => {
      const moments = part.map(({ name }) => this.single.get(name)!);
      const [m, v] = [flatten(moments.map(({ m }) => m)), flatten(moments.map(({ v }) => v))];
      for (const { m, v } of moments) tf.dispose([m, v]);
      for (const { name } of part) this.single.delete(name);
      return { weights: part, state: { ...keep({ m, v }), last: null } };
    });
  }

  /** Splits the vectors into the moments of each weight. */
  private cutVectors(): Map<string, WeightMoments> {
    const moments = this.vectors.flatMap(({ weights, state }) => {
      const shapes = weights.map(({ shape }) => shape);
      const [m, v] = [unflatten(state.m, shapes), unflatten(state.v, shapes)];
      return weights.map(({ name }, i) => [name, { m: m[i]!, v: v[i]! }] as const);
    });
    return new Map(moments);
  }

  private disposeVectors(): void {
    for (const { state } of this.vectors) tf.dispose([state.m, state.v, state.last?.vector ?? []]);
    this.vectors = [];
  }
}

const cloneOf = ({ m, v }: WeightMoments): WeightMoments => ({ m: m.clone(), v: v.clone() });
const keep = <T extends tf.Tensor>({ m, v }: { m: T; v: T }) => ({ m: tf.keep(m), v: tf.keep(v) });
const sameShape = (a: Weight, b: Weight) => a.shape.join() === b.shape.join();
const listOf = (weights: readonly Weight[]) =>
  `${weights.length} weights (${weights
    .slice(0, 3)
    .map(({ name, shape }) => `${name} [${shape.join(', ')}]`)
    .join(', ')}${weights.length > 3 ? ', …' : ''})`;
