import * as tf from '@tensorflow/tfjs';
import * as msaUnet from 'msa-unet';
import * as msaUnetNode from 'msa-unet/node';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { examplesOf, exportedValues, promisedOutput, runExample, typeErrors } from '../support/docExamples';

const library = exportedValues('src/index.ts');
const examples = [...library, ...exportedValues('src/node/index.ts')].flatMap(([name, node]) => examplesOf(name, node));
const runnable = examples.filter(({ compileOnly }) => !compileOnly);
const modules = { '@tensorflow/tfjs': tf, 'msa-unet': msaUnet, 'msa-unet/node': msaUnetNode };

beforeEach(async () => {
  await tf.setBackend('cpu');
  tf.engine().startScope();
});
afterEach(() => tf.engine().endScope());

test('every function and class of the library has an example, errors aside', () => {
  const isCallable = (name: string) => typeof msaUnet[name as keyof typeof msaUnet] === 'function';
  const isError = (name: string) => Object(msaUnet[name as keyof typeof msaUnet]).prototype instanceof Error;
  const bare = [...library].filter(([name, node]) => examplesOf(name, node).length === 0).map(([name]) => name);
  expect(bare.filter((name) => isCallable(name) && !isError(name))).toEqual([]);
});

test('all examples pass the type check', () => {
  expect(typeErrors(examples)).toEqual([]);
});

test('every example that runs prints something', () => {
  expect(runnable.filter((example) => promisedOutput(example).length === 0).map(({ title }) => title)).toEqual([]);
});

test.each(runnable.map((example) => [example.title, example] as const))(
  'the example of %s prints what its comments say',
  async (_, example) => {
    const printed = await runExample(example, modules);
    const promised = promisedOutput(example);
    const withoutSpaces = (text: string) => text.replaceAll(/\s/g, '');
    expect(printed.map(withoutSpaces)).toEqual(promised.map((text, i) => withoutSpaces(text ?? printed[i] ?? '')));
  },
);
