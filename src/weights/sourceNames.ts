import type { Role } from './encoderUnits';

/** A library whose weights can be carried in. */
export type WeightsLibrary = 'torchvision' | 'timm' | 'keras';

/** What a library calls the weights of a unit; `bias` is that of the convolution, where it has one. */
export type UnitNames = Record<Role, string> & { readonly bias?: string };

/** How a library saves one network. */
export interface SourceNames {
  /** What the library calls the network. */
  readonly network: string;
  /** Order of the sides of its kernels: out, in, height, width, or height, width, in, out. */
  readonly layout: 'oihw' | 'hwio';
  /** Added to the variance before the square root. */
  readonly epsilon: number;
  /** The names of the unit at a path like `block2/expand`. */
  readonly unit: (path: string) => UnitNames;
  /** Weights behind the encoder, counters: what may be left over. */
  readonly rest: RegExp;
  /** How the library's network computes otherwise, for the same weights. */
  readonly difference?: string;
}
