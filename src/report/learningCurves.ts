import { type Curve, curveColours, lineChart } from './lineChart';
import type { TableReport } from './tableReport';

/** Draws the learning curves of all networks of a table as two SVGs: losses, and DSC on the validation slices. */
export function learningCurves({ table, rows }: TableReport): { loss: string; dice: string } {
  const done = rows.flatMap(({ label, result }) => (result ? [{ label, epochs: result.history.epochs }] : []));
  const coloured = done.map((line, i) => ({ ...line, colour: curveColours[i % curveColours.length]! }));
  const training = coloured.map(
    ({ colour, epochs }): Curve => ({
      label: null,
      colour,
      dashed: true,
      points: epochs.map(({ epoch, loss }) => [epoch, loss]),
    }),
  );
  const validation = (value: (epoch: (typeof done)[number]['epochs'][number]) => number) =>
    coloured.map(
      ({ label, colour, epochs }): Curve => ({
        label,
        colour,
        points: epochs.map((record) => [record.epoch, value(record)]),
      }),
    );
  return {
    loss: lineChart({
      title: `${table.title}: loss by epoch`,
      xLabel: 'epoch (validation loss; dashed: training loss)',
      curves: [...training, ...validation(({ valLoss }) => valLoss)],
    }),
    dice: lineChart({
      title: `${table.title}: validation DSC by epoch`,
      xLabel: 'epoch (mean DSC of the validation slices)',
      curves: validation(({ valScores }) => valScores.diceCoefficient),
    }),
  };
}
