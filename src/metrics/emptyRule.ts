import type { ItemScores } from './itemScores';

/** How masks were scored that have no score, and how many there were. */
export interface EmptyRuleContext {
  /** Overlap scores of two empty masks. */
  readonly emptyValue: number;
  /** Whether masks have no surface at the ends of the scan. */
  readonly openEnds: boolean;
  /** Number of volumes with unevenly spaced slices. */
  readonly uneven: number;
  /** Tolerance of the NSD: `2 mm`. `null`: no NSD. @defaultValue `null` */
  readonly tolerance?: string | null;
  /** Numbers of volumes and slices that nobody has drawn. @defaultValue none */
  readonly skipped?: { readonly volumes: number; readonly slices: number };
}

/** Explains how empty masks, undrawn ones, and unknown and uneven spacings were scored, and how many there were. */
export function emptyRule(
  volumes: readonly ItemScores[],
  slices: readonly ItemScores[],
  { emptyValue, openEnds, uneven, tolerance = null, skipped = { volumes: 0, slices: 0 } }: EmptyRuleContext,
): string {
  const among = (holds: (item: ItemScores) => boolean) =>
    `${slices.filter(holds).length} of ${slices.length} slices, ${volumes.filter(holds).length} of ${volumes.length} volumes`;
  const bothEmpty = among(({ tp, fp, fn }) => tp + fp + fn === 0);
  const oneEmpty = among(({ tp, fp, fn }) => tp === 0 && (fp === 0) !== (fn === 0));
  const noTruth = among(({ tp, fp, fn }) => tp + fn === 0 && fp > 0);
  const unknown = volumes.filter(({ truthMl }) => Number.isNaN(truthMl)).length;
  const verdict = Number.isNaN(emptyValue) ? 'undefined' : `${emptyValue}`;
  const only = (holds: boolean, sentence: string) => (holds ? [sentence] : []);
  return [
    `If ground truth and prediction are both empty, overlap scores are ${verdict} and distances are 0 (${bothEmpty}).`,
    `If exactly one is empty, overlap scores are 0 and distances are undefined (${oneEmpty}).`,
    `If only the ground truth is empty, the relative volume difference is undefined (${noTruth}).`,
    ...only(
      skipped.slices + skipped.volumes > 0,
      `Slices and volumes that nobody has drawn have no scores (${skipped.slices} of ${slices.length + skipped.slices} slices, ${skipped.volumes} of ${volumes.length + skipped.volumes} volumes).`,
    ),
    ...only(tolerance !== null, `The NSD is an overlap score; surfaces count as the same within ${tolerance}.`),
    ...only(
      unknown > 0,
      `Without a known spacing, distances and volumes in ml are undefined (${unknown} of ${volumes.length} volumes).`,
    ),
    ...only(openEnds, 'Masks cut off by the end of a scan have no surface there.'),
    ...only(
      uneven > 0,
      `Where slices are unevenly spaced, distances and volumes in ml are approximate (${uneven} of ${volumes.length} volumes).`,
    ),
    'Undefined scores are excluded from the means and counted as skipped.',
  ].join(' ');
}
