import type { NetworkScores } from './networkResult';

/**
 * Chooses the prediction that a table reports: averaged over four flips, as in the paper, if the networks were trained
 * on flipped slices. Otherwise a mirrored slice, with the liver on the other side, is unlike anything they were trained
 * on: they miss it, and the average suffers.
 */
export const mainPrediction = ({ augment }: { readonly augment: boolean }): keyof NetworkScores =>
  augment ? 'flips' : 'plain';
