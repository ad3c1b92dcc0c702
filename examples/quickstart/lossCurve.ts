import { type History, lineChart } from 'msa-unet';

/** An SVG of the training and validation loss by epoch, with a line at the epoch whose weights were kept. */
export function lossCurveSvg({ epochs, bestEpoch }: Pick<History, 'epochs' | 'bestEpoch'>): string {
  return lineChart({
    title: 'Loss by epoch',
    xLabel: 'epoch',
    curves: [
      { label: 'training loss', points: epochs.map(({ epoch, loss }) => [epoch, loss]) },
      { label: 'validation loss', points: epochs.map(({ epoch, valLoss }) => [epoch, valLoss]) },
    ],
    mark: bestEpoch === null ? null : { x: bestEpoch, text: `weights of epoch ${bestEpoch}` },
  });
}
