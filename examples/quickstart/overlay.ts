import { drawOverlay, encodePng, type LabelTable, type Sample } from 'msa-unet';

/** A slice and the mask predicted for it: 1 for liver, or labels as in the mask of the slice. */
export interface OverlayInput {
  readonly sample: Sample;
  readonly predicted: Uint8Array;
}

/** A PNG of the slice, enlarged if small, with the outlines of both masks and a legend. */
export function overlayPng({ sample, predicted }: OverlayInput, labels: LabelTable | null = null): Uint8Array {
  const longer = Math.max(sample.height, sample.width);
  const side = longer * Math.max(1, Math.round(384 / longer));
  return encodePng(drawOverlay({ ...sample, truth: sample.mask, prediction: predicted, labels, side, legend: true }));
}
