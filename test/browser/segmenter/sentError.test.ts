import { ModelFormatError, OptionError } from 'msa-unet';
import { expect, it } from 'vitest';

import { receivedError, sentError } from '../../../src/browser/segmenter/sentError';

const roundTrip = (error: unknown) => receivedError(structuredClone(sentError(error)));

it.each([
  new Error('plain'),
  new RangeError('range'),
  new TypeError('type'),
  new ModelFormatError('model'),
  new DOMException('full', 'QuotaExceededError'),
])('%s keeps its class, name, message and stack', (error) => {
  const received = roundTrip(error);
  expect(received.constructor).toBe(error.constructor);
  expect([received.name, received.message, received.stack]).toEqual([error.name, error.message, error.stack]);
});

it('an OptionError keeps its parts and its message', () => {
  const error = new OptionError({
    owner: 'buildUnet',
    option: 'depth',
    expected: 'an integer',
    received: 1.5,
    fix: { option: 'depth', value: 2 },
  });
  const received = roundTrip(error) as OptionError;
  expect(received).toBeInstanceOf(OptionError);
  expect(received.message).toBe(error.message);
  const parts = ({ owner, option, expected, received: value, fix }: OptionError) => [
    owner,
    option,
    expected,
    value,
    fix,
  ];
  expect(parts(received)).toEqual(parts(error));
});

it('an unknown option keeps its message', () => {
  const error = OptionError.unknown('buildUnet', 'dept', ['depth', 'seed'], 3);
  expect(roundTrip(error).message).toBe('buildUnet: unknown option `dept`. Did you mean `depth`?');
});

it('what cannot be sent is received as text', () => {
  const error = new OptionError({ owner: 'x', option: 'y', expected: 'a number', received: () => 1 });
  expect(roundTrip(error).message).toBe(error.message);
});

it('causes are kept', () => {
  const error = new Error('outer', { cause: new TypeError('inner') });
  expect(roundTrip(error).cause).toBeInstanceOf(TypeError);
});

it('five causes are kept of an error that is its own cause', () => {
  const error = new Error('circle');
  error.cause = error;
  const chain = [];
  for (let one: unknown = roundTrip(error); one !== undefined; one = (one as Error).cause) chain.push(one);
  expect(chain).toEqual(Array(6).fill(expect.objectContaining({ message: 'circle' })));
});

it('a name that is not that of a class is kept', () => {
  const error = Object.assign(new Error('late'), { name: 'TimeoutError' });
  expect(roundTrip(error)).toMatchObject({ name: 'TimeoutError', message: 'late' });
});

it('whatever else is thrown becomes an Error', () => {
  expect(roundTrip('text')).toEqual(new Error('text'));
});
