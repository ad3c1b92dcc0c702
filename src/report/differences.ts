import { counted } from '../utils/counted';
import { type PaperRow, paperSetting } from './paperTables';
import type { TableConditions, TableData, TableReport } from './tableReport';

/** Lists the differences between a table and the paper's: data, size, networks, budget. One sentence each. */
export function differencesFromPaper({ conditions, rows }: TableReport): string[] {
  const replaced = rows.filter(({ model, result }) => result && result.network.model !== model);
  return [
    ...dataDifferences(conditions.data),
    ...sizeDifferences(conditions),
    ...replaced.map(({ label, result }) => networkDifference(label, result!.network.model)),
    ...budgetDifferences(conditions),
    'One seed: another split, sample order or initialisation gives different scores.',
  ];
}

function dataDifferences({ sets, clahe, synthetic, patients, slices, used }: TableData): string[] {
  const asPaper = [...sets].sort().join() === [...paperSetting.dataSets].sort().join();
  const theirs = paperSetting.patients;
  const count = ({ train, val, test }: TableData['patients']) => `${train} / ${val} / ${test}`;
  return [
    synthetic
      ? 'The patients are synthetic: these scores show that the pipeline works and say nothing about real livers.'
      : null,
    asPaper || synthetic
      ? null
      : `The data are ${sets.join(' + ')}; the paper used ${paperSetting.dataSets.join(' + ')}.`,
    clahe ? null : 'No contrast equalisation (CLAHE); the paper applies it to every slice.',
    count(patients) === count(theirs)
      ? null
      : `${count(patients)} training, validation and test patients; the paper has ${count(theirs)}.`,
    used.train === slices.train && used.val === slices.val
      ? null
      : `${used.train} of ${slices.train} training slices and ${used.val} of ${slices.val} validation slices were used.`,
  ].filter(isThere);
}

function sizeDifferences({ size, width }: TableConditions): string[] {
  return [
    size === paperSetting.size
      ? null
      : `Slices are trained and scored at ${size} × ${size} pixels, not ${paperSetting.size} × ${paperSetting.size}.`,
    width === 16
      ? "The paper gives no widths: these are ours, or those of each network's own paper."
      : `Every network has ${width} / 16 of its full width. The paper gives no widths.`,
  ].filter(isThere);
}

const networkDifference = (label: PaperRow['label'], model: string) =>
  `The ${label} row is ${model}, a smaller network than the paper's.`;

function budgetDifferences(conditions: TableConditions): string[] {
  const { epochs, batchSize, accumulate, learningRate, decay, momentum, augment } = conditions;
  const { epochs: full, batchSize: batch, learningRate: rate } = paperSetting;
  return [
    epochs === full ? null : `At most ${counted(epochs, 'epoch')}, not ${full}.`,
    batchSize === batch ? null : `Batch size ${batchSize}, not ${batch}.`,
    accumulate === 1
      ? null
      : `Each batch is processed in ${accumulate} passes, and batch norm normalises each pass separately.`,
    learningRate === rate && decay === 'none'
      ? null
      : `The learning rate starts at ${learningRate}${decay === 'none' ? '' : ` and follows a ${decay} schedule`}; the paper's starts at ${rate} and is halved when the validation loss reaches a plateau.`,
    momentum === null
      ? null
      : `Batch norm updates its moving averages with momentum ${momentum} instead of each network's own.`,
    augment
      ? null
      : 'No augmentation, so the networks have never seen mirrored slices: each test slice is predicted once, whereas the paper averages over four flips.',
  ].filter(isThere);
}

const isThere = (sentence: string | null): sentence is string => sentence !== null;
