import { expect, it } from 'vitest';

import { asModelFormatError, ModelFormatError } from '../../src/models/modelFormatError';

it('is an Error with a name of its own', () => {
  const error = new ModelFormatError('broken');
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).toBe('ModelFormatError: broken');
});

it('passes one of its own through', () => {
  const error = new ModelFormatError('broken');
  expect(asModelFormatError(error)).toBe(error);
});

it('keeps the message and the error of tfjs', () => {
  const cause = new TypeError('no such layer');
  expect(asModelFormatError(cause)).toMatchObject({ message: 'no such layer', cause });
});

it('takes what is no error', () => {
  expect(asModelFormatError('text').message).toBe('text');
});
