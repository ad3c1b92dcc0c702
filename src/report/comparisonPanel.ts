import { contactSheet } from '../data/pictures/contactSheet';
import { drawOverlay } from '../data/pictures/drawOverlay';
import type { Sample } from '../data/sample';
import { countMaskOverlap } from '../metrics/countOverlap';
import { overlapScore } from '../metrics/overlap';
import { requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';

/** A slice and what each network makes of it. */
export interface PanelRow {
  readonly sample: Sample;
  /** 1 where a network sees liver, network by network. */
  readonly predictions: readonly Uint8Array[];
}

/** Options of {@link comparisonPanel}. */
export interface ComparisonPanelOptions {
  /** Names of the networks. */
  labels: readonly string[];
  /** Pixels along the longer side of each picture. @defaultValue `192` */
  side?: number;
}

/**
 * A PNG file that compares networks slice by slice: a row for each slice, with the slice alone, its truth (green), and for
 * each network truth, prediction (red) and where their outlines meet (yellow). Below stand names and DSC.
 *
 * @throws RangeError if there is no slice, or there is not one prediction for each label
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
      { picture: draw({ truth }), caption: 'truth' },
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
