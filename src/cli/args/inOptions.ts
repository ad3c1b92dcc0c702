import { dashed } from './names';
import type { Option, Options } from './option';

/** What the library says of calls in code, and what it means for a command that has the option. */
const phrases: readonly (readonly [option: string, said: RegExp, meant: string])[] = [
  ['size', /Pad to (\d+)×\1$/, 'Pass --size $1'],
  ['size', /Pad to (\d+)×(\d+)$/, 'Pass --size $1,$2'],
  ['data', /open their folders one by one and mix them: mixDataSets/, 'name their folders one by one'],
  ['data', /, or have it divided anew: ownSplit: false/, ''],
  ['data', /, or split anew without `record`/, ''],
  ['data', /, or give checkFiles: false if they were only copied/, ', with their times of change: cp -p'],
  ['image', /Pass one of them as `seriesUid`, or the files of one alone/, 'Put the files of one into a folder'],
  [
    'batchSize',
    /Take WebGPU or tfjs-node, a smaller `batchSize`, `accumulate`, smaller images, .*/,
    'Take --backend webgpu or tensorflow, --accumulate, a smaller --batch-size or --size, or a narrower network',
  ],
  [
    'resume',
    /, take another store, or pass `resume: false` to begin anew.*/,
    ', or choose another --out to begin anew',
  ],
  ['resume', /pass `resume: false`/, 'choose another --out'],
  ['resume', /Pass `resume: false`/, 'Choose another --out'],
  ['merge', /, or pass `resume: false`,/, ''], // another --out may share its jobs
];

/** An error of the library in terms of the command line: options are called what a user can type; its `cause` is the library's. */
export function inOptions(error: unknown, options: Options): unknown {
  if (!(error instanceof Error)) return error;
  const own = (name: string) => Object.hasOwn(options, name) && name !== 'model'; // in the library that is no name
  let message = error.message;
  for (const [option, said, meant] of phrases) if (option in options) message = message.replace(said, meant);
  message = message.replaceAll(/`([a-z]\w*)(?:: ([^`]+))?`/gi, (all, name: string, value?: string) =>
    own(name) ? typed(name, value, options[name]!) : all,
  );
  message = message.replace(/^[a-z]\w*: --/i, '--');
  return message === error.message ? error : Object.assign(new Error(message, { cause: error }), { name: error.name });
}

/** `batchSize` → `--batch-size`, `decay: 'cosine'` → `--decay cosine`, `plateau: null` → `--no-plateau`. */
function typed(name: string, value: string | undefined, option: Option<unknown>): string {
  if (value === undefined) return dashed(name);
  if (option.value !== null) return `${dashed(name)} ${value.replaceAll("'", '')}`;
  return value === 'null' || value === 'false' ? dashed(name).replace('--', '--no-') : dashed(name);
}
