import {
  integerJson,
  type JsonReader,
  listJson,
  nullableJson,
  objectJson,
  oneOfJson,
  optionalJson,
  textJson,
} from '../utils/jsonReader';
import { parseRunFile } from './parseRunFile';
import type { Parts } from './split/split';
import type { RecordedScan, SplitRecord } from './split/splitRecord';

/**
 * Reads the text of the `split.json` of a run. In Node, `openRun` does it.
 *
 * @param file name of the file in messages
 * @throws RunFileError if the file is damaged or comes from another program
 */
export function parseSplitRecord(text: string, file = 'split.json'): SplitRecord {
  return parseRunFile(text, file, { read: recordJson, fix });
}

const fix = 'Restore the file from a copy of the run. Without it, the training scans of the network are unknown';

const scanJson: JsonReader<RecordedScan> = (value, path) => {
  const { content, ...scan } = objectJson<RecordedScan>({
    patient: textJson,
    scan: textJson,
    depth: integerJson,
    fingerprint: textJson,
    content: optionalJson(nullableJson(textJson)),
    slices: nullableJson(listJson(integerJson)),
  })(value, path);
  return content === undefined ? scan : { ...scan, content };
};

const recordJson: JsonReader<SplitRecord> = (value, path) => {
  const { stratify, ...record } = objectJson<SplitRecord>({
    dataSet: textJson,
    by: oneOfJson(['patient', 'slice']),
    rule: textJson,
    seed: integerJson,
    stratify: optionalJson(textJson),
    parts: objectJson<Parts<readonly RecordedScan[]>>({
      train: listJson(scanJson),
      val: listJson(scanJson),
      test: listJson(scanJson),
    }),
    leftOut: listJson(textJson),
    warnings: listJson(textJson),
  })(value, path);
  return stratify === undefined ? record : { ...record, stratify };
};
