import { contactSheet } from '../data/pictures/contactSheet';
import { drawOverlay } from '../data/pictures/drawOverlay';
import type { Sample } from '../data/sample';
import { countMaskOverlap } from '../metrics/countOverlap';
import { overlapScore } from '../metrics/overlap';
import { requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';

/** A slice and the predictions of each network. */
export interface PanelRow {
  readonly sample: Sample;
  /** Predicted masks, one per network: 1 inside the liver. */
  readonly predictions: readonly Uint8Array[];
}

/** Options of {@link comparisonPanel}. */
export interface ComparisonPanelOptions {
  /** Names of the networks. */
  labels: readonly string[];
  /** Length of each picture's longer side in pixels. @defaultValue `192` */
  side?: number;
}

/**
 * Makes a PNG file that compares networks slice by slice: one row per slice, with the slice alone, its ground truth
 * (green), and for each network ground truth, prediction (red) and their overlap (yellow), captioned with name and DSC.
 * Options: {@link ComparisonPanelOptions}.
 *
 * @throws OptionError if there is no slice, or the number of predictions differs from the labels'
 * @example
 * ```ts
 * import { comparisonPanel, generatePhantom, windowHu } from 'msa-unet';
 *
 * const rows = generatePhantom({ patients: 1, slicesPerPatient: 3, size: 32 }).flatMap(({ patient, slices }) =>
 *   slices.map(({ hu, ...slice }) => ({
 *     sample: { ...slice, patient, image: windowHu(hu) },
 *     predictions: [slice.mask, new Uint8Array(slice.mask.length)],
 *   })),
 * );
 * const png = comparisonPanel(rows, { labels: ['oracle', 'nothing'], side: 96 });
 * console.log(png.length > 0); // true
 * ```
 */
export function comparisonPanel(
  rows: readonly PanelRow[],
  { labels, side = 192, ...others }: ComparisonPanelOptions,
): Uint8Array {
  requireKnown<ComparisonPanelOptions>('comparisonPanel', others, { labels, side });
  const wrong = rows.find(({ predictions }) => predictions.length !== labels.length);
  if (wrong)
    throw invalidOption(
      'comparisonPanel',
      'predictions',
      `one for each of ${labels.length} labels`,
      wrong.predictions.length,
    );
  const tiles = rows.flatMap(({ sample, predictions }) => {
    const draw = (masks: { truth?: Uint8Array; prediction?: Uint8Array }) => drawOverlay({ ...sample, ...masks, side });
    const truth = sample.mask;
    return [
      { picture: draw({}), caption: sample.name },
      { picture: draw({ truth }), caption: 'ground truth' },
      ...predictions.map((prediction, i) => ({
        picture: draw({ truth, prediction }),
        caption: `${labels[i]} ${diceOf(truth, prediction).toFixed(3)}`,
      })),
    ];
  });
  return contactSheet(
    tiles.map(({ picture }) => picture),
    { captions: tiles.map(({ caption }) => caption), columns: labels.length + 2 },
  );
}

const diceOf = (truth: Uint8Array, prediction: Uint8Array) =>
  overlapScore('diceCoefficient', countMaskOverlap(truth, prediction, 0.5), 1);
