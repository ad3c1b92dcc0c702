import type * as tf from '@tensorflow/tfjs';

/** Tensors in the order in which a kernel takes or gives them; optional ones come last. */
export type Tensors = readonly (tf.Tensor | undefined)[];

/** Numbers and lists that a kernel needs beside its tensors. */
export type Attributes = Record<string, number | string | number[] | Record<string, number>[]>;

/** A kernel of this library: its name in tfjs's registry and, as a type alone, what it takes and gives. */
export interface Kernel<I extends Tensors = Tensors, A extends Attributes = Attributes, O extends Tensors = Tensors> {
  /** Starts with `MsaUnet`; profiles show it. */
  readonly name: string;
  readonly inputs?: I;
  readonly attributes?: A;
  readonly outputs?: O;
}

export type InputsOf<K extends Kernel> = NonNullable<K['inputs']>;
export type AttributesOf<K extends Kernel> = NonNullable<K['attributes']>;
export type OutputsOf<K extends Kernel> = NonNullable<K['outputs']>;

/** The tensors as a backend sees them. */
export type Infos<T extends Tensors> = { [K in keyof T]: tf.TensorInfo };

/** Their values, where JavaScript sees the memory. */
export type Values<T extends Tensors> = { [K in keyof T]: Float32Array };

/** How one backend computes a kernel. */
export interface Implementation<
  I extends Tensors = Tensors,
  A extends Attributes = Attributes,
  O extends Tensors = Tensors,
> {
  readonly kernel: Kernel<I, A, O>;
  /** Whether it computes this call; otherwise stock kernels do. @defaultValue always */
  takes?(inputs: I, attributes: A): boolean;
  run(inputs: Infos<I>, attributes: A, backend: object): tf.TensorInfo[];
}

/** Everything that this library has for one backend. */
export interface BackendKernels {
  /** The kernels; called once, so that pages which never compute leave them out. */
  implementations(): readonly Implementation[];
  /** Stock kernels that are replaced. @defaultValue none */
  readonly replacements?: readonly tf.KernelConfig[];
  /** A flag of `tf.env()` that is true; set to false, it brings back stock kernels, to compare with. @defaultValue none */
  readonly flag?: string;
}

/** Thrown by an implementation that finds out only now that the backend cannot compute the call. */
export class NotSupported extends Error {}
