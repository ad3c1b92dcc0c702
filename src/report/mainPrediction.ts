import type { NetworkScores } from './networkResult';

/**
 * How the slices are predicted that a table is about: four flips averaged, as in the paper, where the networks learned from
 * flipped slices. Where they did not, a mirrored slice is one they have never seen the like of, with the liver on the other
 * side: they miss it, and the average with it.
 */
export const mainPrediction = ({ augment }: { readonly augment: boolean }): keyof NetworkScores =>
  augment ? 'flips' : 'plain';
