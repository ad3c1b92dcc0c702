import type * as tf from '@tensorflow/tfjs';

import type { ModelSource } from '../../models/loadModel';
import { invalidOption } from '../../utils/errors';
import type { IndexedDbModel } from '../indexedDb/indexedDbModel';
import { absoluteUrl } from './absoluteUrl';
import type { SentSource } from './protocol';
import type { SegmenterSource } from './segmenter';

/**
 * Describes the source of a model by data; IO handlers of the page are read here.
 *
 * @throws OptionError (the promise) if it is not a source
 */
export async function sentSource(source: SegmenterSource): Promise<SentSource> {
  if (typeof source === 'string') return { from: 'url', url: absoluteUrl(source) };
  if (isFiles(source)) return { from: 'files', files: [...source] };
  if (typeof source !== 'object' || source === null || isOfInput(source))
    throw invalidOption('load', 'source', 'a URL, an array of files, an IO handler or artifacts', nameOf(source), {
      action: 'for files that a user has chosen, pass an array',
      code: 'load([...input.files])',
    });
  if (!isHandler(source)) return { from: 'artifacts', artifacts: source };
  const { indexedDbName } = source as Partial<IndexedDbModel>;
  if (indexedDbName !== undefined) return { from: 'indexedDb', name: indexedDbName };
  if (!source.load)
    throw invalidOption('load', 'source', 'an IO handler that can load', source, {
      action: 'pass a URL, or a model of the database',
      code: "load(indexedDbModel('liver'))",
    });
  return { from: 'artifacts', artifacts: await source.load() };
}

const isFiles = (source: SegmenterSource): source is readonly File[] => Array.isArray(source);

/** Whether it is a file or the list of an `<input type="file">`, which are not arrays. */
const isOfInput = (source: object) => /^\[object (File|FileList|Blob)\]$/.test(String(source));

const isHandler = (source: Exclude<ModelSource, string>): source is tf.io.IOHandler =>
  typeof (source as tf.io.IOHandler).load === 'function' || typeof (source as tf.io.IOHandler).save === 'function';

const nameOf = (value: unknown) => (Object(value) === value ? String(value) : value);
