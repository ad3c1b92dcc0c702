import type { Role } from './encoderUnits';

/** Library whose weights can be imported. */
export type WeightsLibrary = 'torchvision' | 'timm' | 'keras';

/** Names of a unit's weights in a library; `bias` is that of the convolution, if it has one. */
export type UnitNames = Record<Role, string> & { readonly bias?: string };

/** How a library stores one network. */
export interface SourceNames {
  /** The library's name of the network. */
  readonly network: string;
  /** Axis order of its kernels: out, in, height, width, or height, width, in, out. */
  readonly layout: 'oihw' | 'hwio';
  /** Added to the variance before the square root. */
  readonly epsilon: number;
  /** Returns the weight names of the unit at a path such as `block2/expand`. */
  readonly unit: (path: string) => UnitNames;
  /** Weights that may be left over: those after the encoder, counters. */
  readonly rest: RegExp;
  /** How the library's network computes differently with the same weights. */
  readonly difference?: string;
}
