import * as tf from '@tensorflow/tfjs';

import type { AdamState } from '../../ops/adamUpdate';
import { flatten, unflatten } from '../../ops/flatten';

/** Both moments of one weight, in its shape. */
export interface WeightMoments {
  readonly m: tf.Tensor;
  readonly v: tf.Tensor;
}

/** Name and shape of a weight; variables are such. */
interface Weight {
  readonly name: string;
  readonly shape: number[];
}

/** Vectors over some weights, not too long for one buffer. */
interface Vectors {
  readonly weights: readonly Weight[];
  readonly state: AdamState;
}

/**
 * The moments of Adam by the names of the weights. Those of the weights that were trained last lie in vectors, as the update
 * wants them; the others, whose weights are frozen or not trained yet, lie one by one.
 */
export class AdamMoments {
  /** In the order in which they came. */
  private weights = new Map<string, Weight>();
  private vectors: Vectors[] = [];
  private single = new Map<string, WeightMoments>();
  /** Whether the names are those of a saved state, perhaps of another instance of the model. */
  private restored = false;

  /** @param longest elements of a vector at most; by default 64 MiB, half of what every WebGPU device can bind */
  constructor(private readonly longest = 2 ** 24) {}

  /**
   * Takes in weights that are new, with moments of 0.
   *
   * @throws Error if a weight has changed its shape, or a restored state is not of these weights
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

  /** Puts what `update` returns in the place of the states of these weights, of many at a time; it uses them up. */
  update(weights: readonly Weight[], update: (names: string[], state: AdamState) => AdamState): void {
    if (!this.hasVectorsOf(weights)) this.join(weights);
    this.vectors = this.vectors.map((vectors) => {
      const names = vectors.weights.map(({ name }) => name);
      const { m, v, last } = update(names, vectors.state);
      if (last) tf.keep(last.vector);
      return { weights: vectors.weights, state: { ...keep({ m, v }), last } };
    });
  }

  /** Copies of all moments, in the order in which the weights came. */
  copies(): [name: string, moments: WeightMoments][] {
    const trained = this.cutVectors();
    return [...this.weights.keys()].map((name) => [name, trained.get(name) ?? cloneOf(this.single.get(name)!)]);
  }

  /** Forgets all and remembers these. If the weights have other names, the first {@link admit} pairs them off. */
  restore(saved: readonly [name: string, moments: WeightMoments][]): void {
    this.dispose();
    for (const [name, moments] of saved) {
      this.weights.set(name, { name, shape: moments.m.shape });
      this.single.set(name, keep(cloneOf(moments)));
    }
    this.restored = true;
  }

  /** Forgets all. */
  dispose(): void {
    for (const { m, v } of this.single.values()) tf.dispose([m, v]);
    this.disposeVectors();
    this.single.clear();
    this.weights.clear();
    this.restored = false;
  }

  /** Gives the restored weights, in their order, the names of these. */
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

  /** Makes vectors over exactly these weights. */
  private join(weights: readonly Weight[]): void {
    for (const [name, moments] of this.cutVectors()) this.single.set(name, keep(moments));
    this.disposeVectors();
    this.vectors = inParts(weights, this.longest).map((part) => {
      const moments = part.map(({ name }) => this.single.get(name)!);
      const [m, v] = [flatten(moments.map(({ m }) => m)), flatten(moments.map(({ v }) => v))];
      for (const { m, v } of moments) tf.dispose([m, v]);
      for (const { name } of part) this.single.delete(name);
      return { weights: part, state: { ...keep({ m, v }), last: null } };
    });
  }

  /** The moments in the vectors, weight by weight. */
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

/** Neighbours together, as many as `longest` elements hold; a weight with more is alone. */
function inParts(weights: readonly Weight[], longest: number): Weight[][] {
  const parts: Weight[][] = [];
  let room = 0;
  for (const { name, shape } of weights) {
    const size = tf.util.sizeFromShape(shape);
    if (size > room || parts.length === 0) {
      parts.push([]);
      room = longest;
    }
    parts.at(-1)!.push({ name, shape });
    room -= size;
  }
  return parts;
}

const cloneOf = ({ m, v }: WeightMoments): WeightMoments => ({ m: m.clone(), v: v.clone() });
const keep = <T extends tf.Tensor>({ m, v }: { m: T; v: T }) => ({ m: tf.keep(m), v: tf.keep(v) });
const sameShape = (a: Weight, b: Weight) => a.shape.join() === b.shape.join();
const listOf = (weights: readonly Weight[]) =>
  `${weights.length} weights (${weights
    .slice(0, 3)
    .map(({ name, shape }) => `${name} [${shape.join(', ')}]`)
    .join(', ')}${weights.length > 3 ? ', …' : ''})`;
