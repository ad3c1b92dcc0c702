import { drawOverlay, encodePng, type Sample } from 'msa-unet';

/** What an overlay shows: a slice and the network's mask of it, with 1 where it sees liver. */
export interface OverlayInput {
  readonly sample: Sample;
  readonly predicted: Uint8Array;
}

/** A PNG of the slice, small ones enlarged, with the outlines of both masks and a legend below. */
export function overlayPng({ sample, predicted }: OverlayInput): Uint8Array {
  const longer = Math.max(sample.height, sample.width);
  const side = longer * Math.max(1, Math.round(384 / longer));
  return encodePng(drawOverlay({ ...sample, truth: sample.mask, prediction: predicted, side, legend: true }));
}
