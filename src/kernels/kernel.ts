import type * as tf from '@tensorflow/tfjs';

/** Inputs or outputs of a kernel, in order; optional ones come last. */
export type Tensors = readonly (tf.Tensor | undefined)[];

/** Parameters of a kernel besides its tensors. */
export type Attributes = Record<string, number | string | number[] | Record<string, number>[]>;

/** A kernel of this library: its name in tfjs's registry and the types of its inputs, attributes and outputs. */
export interface Kernel<I extends Tensors = Tensors, A extends Attributes = Attributes, O extends Tensors = Tensors> {
  /** Starts with `MsaUnet`; `tf.profile` lists it. */
  readonly name: string;
  /** Types alone: these three fields are never set. */
  readonly inputs?: I;
  readonly attributes?: A;
  readonly outputs?: O;
}

export type InputsOf<K extends Kernel> = NonNullable<K['inputs']>;
export type AttributesOf<K extends Kernel> = NonNullable<K['attributes']>;
export type OutputsOf<K extends Kernel> = NonNullable<K['outputs']>;

/** The tensors of a kernel as its backend receives them. */
export type Infos<T extends Tensors> = { [K in keyof T]: tf.TensorInfo };

/** The values of these tensors, on backends whose memory JavaScript can access. */
export type Values<T extends Tensors> = { [K in keyof T]: Float32Array };

/** How one backend computes a kernel. */
export interface Implementation<
  I extends Tensors = Tensors,
  A extends Attributes = Attributes,
  O extends Tensors = Tensors,
> {
  readonly kernel: Kernel<I, A, O>;
  /** Whether this implementation handles the call; otherwise stock kernels do. @defaultValue always */
  takes?(inputs: I, attributes: A): boolean;
  run(inputs: Infos<I>, attributes: A, backend: object): tf.TensorInfo[];
}

/** What this library registers for one backend. */
export interface BackendKernels {
  /** Lists the kernels. A function, so that bundlers can leave them out of pages that never compute. */
  implementations(): readonly Implementation[];
  /** Replacements of stock kernels, registered under the stock names. @defaultValue none */
  readonly replacements?: readonly tf.KernelConfig[];
  /** Flag of `tf.env()`, true by default; set it to false to compare with stock kernels. @defaultValue none */
  readonly flag?: string;
  /** Resolves when the backend fails and computes garbage from then on. @defaultValue it never fails */
  failure?(backend: object): Promise<Error>;
}

/** Thrown by an implementation that cannot compute the call after all; stock kernels then do. */
export class NotSupported extends Error {}
