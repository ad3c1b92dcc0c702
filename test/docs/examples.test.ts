import * as tf from '@tensorflow/tfjs';
import * as msaUnet from 'msa-unet';
import * as msaUnetBrowser from 'msa-unet/browser';
import * as msaUnetDicom from 'msa-unet/dicom';
import * as msaUnetNode from 'msa-unet/node';
import { afterEach, beforeEach, expect, test } from 'vitest';

import {
  examplesOf,
  exportedValues,
  hasLooseExample,
  promisedOutput,
  runExample,
  typeErrors,
} from '../support/docExamples';

const library = exportedValues('src/index.ts');
const others = ['node', 'browser', 'dicom'].flatMap((entry) => [...exportedValues(`src/${entry}/index.ts`)]);
const exported = [...library, ...others];
const examples = exported.flatMap(([name, node]) => examplesOf(name, node));
const runnable = examples.filter(({ compileOnly }) => !compileOnly);
const modules = {
  '@tensorflow/tfjs': tf,
  'msa-unet': msaUnet,
  'msa-unet/node': msaUnetNode,
  'msa-unet/browser': msaUnetBrowser,
  'msa-unet/dicom': msaUnetDicom,
};

beforeEach(async () => {
  await tf.setBackend('cpu');
  tf.engine().startScope();
});
afterEach(() => tf.engine().endScope());

test('every function and class of the library has an example, errors aside', () => {
  const values: Record<string, unknown> = { ...msaUnet };
  const isError = (name: string) => Object(values[name]).prototype instanceof Error;
  const bare = [...library].flatMap(([name, node]) => (examplesOf(name, node).length === 0 ? name : []));
  expect(bare.filter((name) => typeof values[name] === 'function' && !isError(name))).toEqual([]);
});

test('every @example is a code block marked ts', () => {
  expect(exported.flatMap(([name, node]) => (hasLooseExample(node) ? name : []))).toEqual([]);
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
