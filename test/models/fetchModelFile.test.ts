import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { type LoadModelOptions, loadModel } from '../../src/models/loadModel';
import { ModelFormatError } from '../../src/models/modelFormatError';
import { artifactsOf, type SavedModel, tinyModel } from '../support/tinyModel';

const page = '<!doctype html>\n<html><body><div id="app"></div></body></html>';
const advice =
  'Servers send one in place of a missing file: check the URL, and put the file into the folder that is served, which is ' +
  'public/ in Vite';
const url = 'http://x.test/liver/model/model.json';
const weightsUrl = 'http://x.test/liver/model/weights.bin';

let saved: SavedModel;

beforeAll(async () => {
  const model = tinyModel();
  saved = await artifactsOf(model);
  model.dispose();
});

const html = () => new Response(page, { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
const modelJson = () =>
  new Response(
    JSON.stringify({
      modelTopology: saved.modelTopology,
      weightsManifest: [{ paths: ['weights.bin'], weights: saved.weightSpecs }],
    }),
  );

/** The error of loading a model from a server that gives these answers. */
async function errorOf(answers: Record<string, () => Response>, options: LoadModelOptions = {}): Promise<unknown> {
  const fetchFunc = async (asked: unknown) => answers[String(asked)]!();
  return loadModel(url, { fetchFunc, ...options }).then(
    () => null,
    (error: unknown) => error,
  );
}

describe('a URL is refused', () => {
  it.each<[string, () => Response, Error]>([
    ['an HTML page', html, new ModelFormatError(`${url} is an HTML page, not a model. ${advice}`)],
    [
      'an HTML page without its type',
      () => new Response(`\n  <html lang="en">`),
      new ModelFormatError(`${url} is an HTML page, not a model. ${advice}`),
    ],
    [
      'the settings of a run',
      () => new Response('{ "format": 2, "preprocessing": { "size": null } }'),
      new ModelFormatError(`${url} holds the settings of a run, not a model. Load model/model.json of the same run`),
    ],
    [
      'another JSON file',
      () => new Response('[1]'),
      new ModelFormatError(
        `${url} is not a model: it has no "modelTopology". Load the model.json that TensorFlow.js saved`,
      ),
    ],
    [
      'a missing file',
      () => new Response('', { status: 404 }),
      new Error(
        `loadModel: ${url} cannot be fetched (HTTP 404). Check the URL; weights must be beside their model.json`,
      ),
    ],
  ])('that answers with %s', async (_, answer, expected) => {
    const error = await errorOf({ [url]: answer });
    expect(error).toEqual(expected);
    expect(error).toBeInstanceOf(expected.constructor);
  });

  it('that answers with what is not JSON', async () => {
    const error = await errorOf({ [url]: () => new Response('PK') });
    expect(error).toBeInstanceOf(ModelFormatError);
    expect(String(error)).toMatch(/^ModelFormatError: http:.*\/model\.json is not a model: it is not JSON \(/);
  });

  it('if its weights are an HTML page', async () => {
    expect(await errorOf({ [url]: modelJson, [weightsUrl]: html })).toEqual(
      new ModelFormatError(`${weightsUrl} is an HTML page, not the weights of a model. ${advice}`),
    );
  });

  it('if its weights are missing, which tfjs does not notice', async () => {
    const missing = () => new Response('Not found', { status: 404 });
    expect(await errorOf({ [url]: modelJson, [weightsUrl]: missing })).toEqual(
      new Error(
        `loadModel: ${weightsUrl} cannot be fetched (HTTP 404). Check the URL; weights must be beside their model.json`,
      ),
    );
  });
});

it('weights whose server calls them text are loaded', async () => {
  const weights = () => new Response(saved.weightData, { headers: { 'Content-Type': 'text/html' } });
  expect(await errorOf({ [url]: modelJson, [weightsUrl]: weights })).toBeNull();
});

/** The weights in parts of 100 bytes, which end in an error after `parts` of them. */
function weightsInParts(parts = Number.POSITIVE_INFINITY): Response {
  const bytes = new Uint8Array(saved.weightData); // 136
  let sent = 0;
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (sent === parts) return controller.error(new Error('connection lost'));
    if (sent * 100 >= bytes.length) return controller.close();
    controller.enqueue(bytes.slice(sent * 100, ++sent * 100));
  };
  return new Response(new ReadableStream({ pull }));
}

describe('with onProgress', () => {
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown) => void unhandled.push(reason);
  beforeAll(() => void process.on('unhandledRejection', onUnhandled));
  afterEach(() => {
    unhandled.length = 0;
  });
  afterAll(() => void process.off('unhandledRejection', onUnhandled));

  it('reports the fraction of the bytes as they arrive', async () => {
    const fractions: number[] = [];
    const onProgress = (fraction: number) => void fractions.push(fraction);
    expect(await errorOf({ [url]: modelJson, [weightsUrl]: () => weightsInParts() }, { onProgress })).toBeNull();
    expect(fractions).toEqual([100 / 136, 1]);
  });

  it.each<[string, () => Response, RegExp]>([
    ['are missing', () => new Response('', { status: 404 }), /weights\.bin cannot be fetched \(HTTP 404\)/],
    ['break off', () => weightsInParts(1), /^Error: connection lost$/],
  ])('weights that %s are one error, and no rejection is unhandled', async (_, answer, message) => {
    const error = await errorOf({ [url]: modelJson, [weightsUrl]: answer }, { onProgress: () => {} });
    expect(String(error)).toMatch(message);
    await sleep(10);
    expect(unhandled).toEqual([]);
  });

  it('malformed specifications of weights are a ModelFormatError, as without it', async () => {
    const broken = () =>
      new Response(
        JSON.stringify({
          modelTopology: saved.modelTopology,
          weightsManifest: [{ paths: ['weights.bin'], weights: [{}] }],
        }),
      );
    const answers = { [url]: broken, [weightsUrl]: () => weightsInParts() };
    expect(await errorOf(answers, { onProgress: () => {} })).toBeInstanceOf(ModelFormatError);
    expect(await errorOf(answers)).toBeInstanceOf(ModelFormatError);
  });

  it('its own error ends the loading', async () => {
    const onProgress = () => {
      throw new Error('no longer needed');
    };
    const error = await errorOf({ [url]: modelJson, [weightsUrl]: () => weightsInParts() }, { onProgress });
    expect(error).toEqual(new Error('no longer needed'));
  });
});
