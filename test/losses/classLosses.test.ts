import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { bceDiceLoss } from '../../src/losses/bceDiceLoss';
import { binaryCrossEntropyLoss } from '../../src/losses/binaryCrossEntropyLoss';
import { diceLoss } from '../../src/losses/diceLoss';
import { focalLoss } from '../../src/losses/focalLoss';
import { focalTverskyLoss } from '../../src/losses/focalTverskyLoss';
import { generalisedDiceLoss } from '../../src/losses/generalisedDiceLoss';
import type { Loss } from '../../src/losses/loss';
import { tverskyLoss } from '../../src/losses/tverskyLoss';
import golden from '../golden/classLosses.json';
import { forEachBackend } from '../support/backends';
import { read, readNumber } from '../support/gradients';

interface Options {
  regions: boolean;
  partialLabels: boolean;
  reduction: 'batch' | 'image';
  smooth: number;
  classWeights?: number[];
}

const losses = ({ reduction, smooth, classWeights, ...shared }: Options, channels: number) => {
  const of = { ...shared, fromLogits: true };
  const overlap = { ...of, reduction, smooth };
  return {
    bce: binaryCrossEntropyLoss({ ...of, classWeights }),
    dice: diceLoss({ ...overlap, classWeights }),
    focal: focalLoss({ ...of, classWeights, alpha: shared.regions || channels === 1 ? 0.25 : null }),
    tversky: tverskyLoss({ ...overlap, classWeights }),
    focalTversky: focalTverskyLoss({ ...overlap, classWeights }),
    generalisedDice: generalisedDiceLoss(overlap),
  };
};

forEachBackend(() => {
  describe('losses of classes and regions equal PyTorch', () => {
    it.each(Object.entries(golden.cases))('%s', async (_, { options, shape, yTrue, logits, ...expected }) => {
      for (const [name, loss] of Object.entries(losses(options as Options, shape.at(-1)!))) {
        const [value, gradient] = await read(() => {
          const y = tf.tensor(yTrue, shape);
          const { value, grad } = tf.valueAndGrad((z: tf.Tensor) => loss(y, z))(tf.tensor(logits, shape));
          return [value, grad];
        });
        expect(value![0], name).toBeCloseTo(expected.losses[name as 'bce'], 5);
        expected.gradients[name as 'bce'].forEach((g, i) => {
          expect(gradient![i], `${name}, element ${i}`).toBeCloseTo(g, 5);
        });
      }
    });
  });

  describe('where nobody has drawn anything', () => {
    const shape = [2, 2, 2, 3];
    const undrawn = () => tf.fill(shape, -1);
    const logits = () => tf.tensor([...Array(24).keys()].map(Math.sin), shape);

    it.each([
      { regions: false, reduction: 'batch' as const },
      { regions: true, reduction: 'image' as const },
    ])('every loss is 0 and moves nothing: %o', async ({ regions, reduction }) => {
      const options = { regions, reduction, partialLabels: true, smooth: 1 };
      const { bce, dice, focal, tversky, focalTversky, generalisedDice } = losses({ ...options }, regions ? 1 : 3);
      for (const loss of [bce, dice, focal, tversky, focalTversky, generalisedDice]) {
        const [value, gradient] = await read(() => {
          const { value, grad } = tf.valueAndGrad((z: tf.Tensor) => loss(undrawn(), z))(logits());
          return [value, grad];
        });
        expect(Math.abs(value![0]!)).toBe(0);
        expect([...gradient!].every((g) => g === 0)).toBe(true);
      }
    });

    it('a class that a whole batch leaves undrawn does not dilute the others', async () => {
      const options = { regions: true, fromLogits: true, partialLabels: true };
      const [y, z] = [
        [1, -1, 0, -1, 1, -1, 1, -1],
        [1, 5, -2, 5, 0.5, -5, -1, 5],
      ];
      const first = (values: number[]) => values.filter((_, i) => i % 2 === 0);
      for (const make of [binaryCrossEntropyLoss, diceLoss, tverskyLoss, focalTverskyLoss, focalLoss] as ((
        o: object,
      ) => Loss)[]) {
        const both = await readNumber(() => make(options)(tf.tensor(y, [1, 2, 2, 2]), tf.tensor(z, [1, 2, 2, 2])));
        const alone = await readNumber(() =>
          make({ fromLogits: true })(tf.tensor(first(y), [1, 2, 2, 1]), tf.tensor(first(z), [1, 2, 2, 1])),
        );
        expect(both).toBeCloseTo(alone, 6);
      }
    });
  });

  describe('losses that are special cases of others', () => {
    const mask = () => tf.tensor([1, 0, 0, 1, 0, 1], [1, 2, 3, 1]);
    const logits = () => tf.tensor([2, -1, 0.5, -0.3, 1, 4], [1, 2, 3, 1]);
    const value = (loss: Loss) => readNumber(() => loss(mask(), logits()));
    const fromLogits = true;

    it.each<[string, Loss, Loss]>([
      ['focal, γ = 0: cross-entropy', focalLoss({ gamma: 0, fromLogits }), binaryCrossEntropyLoss({ fromLogits })],
      [
        'Tversky, α = β = 0.5: Dice',
        tverskyLoss({ alpha: 0.5, beta: 0.5, smooth: 0.5, fromLogits }),
        diceLoss({ smooth: 1, fromLogits }),
      ],
      ['focal Tversky, γ = 1: Tversky', focalTverskyLoss({ gamma: 1, fromLogits }), tverskyLoss({ fromLogits })],
      ['generalised Dice of one mask: Dice', generalisedDiceLoss({ fromLogits }), diceLoss({ fromLogits })],
      ['BCE-Dice of one region', bceDiceLoss({ fromLogits, regions: true }), bceDiceLoss({ fromLogits })],
    ])('%s', async (_, loss, same) => {
      expect(await value(loss)).toBeCloseTo(await value(same), 6);
    });

    it('only ratios of class weights matter', async () => {
      const [y, z] = [
        [1, 0, 0, 0, 0, 1, 0, 1, 0],
        [1, 2, 0, -1, 0, 1, 3, 0, 1],
      ];
      for (const make of [binaryCrossEntropyLoss, diceLoss, tverskyLoss, focalTverskyLoss, focalLoss, bceDiceLoss]) {
        const loss = (classWeights: number[]) =>
          readNumber(() => make({ fromLogits, classWeights })(tf.tensor(y, [1, 1, 3, 3]), tf.tensor(z, [1, 1, 3, 3])));
        for (const scale of [0.1, 1e-9, 1e9])
          expect(await loss([1, 2, 3])).toBeCloseTo(await loss([scale, 2 * scale, 3 * scale]), 6);
      }
    });
  });
});

describe('losses of classes', () => {
  const ofThree = (loss: Loss) => () => loss(tf.zeros([1, 2, 2, 3]), tf.zeros([1, 2, 2, 3]));

  it('refuse weights that do not fit', () => {
    expect(() => diceLoss({ classWeights: [1, -1] })).toThrow(
      'diceLoss: `classWeights` must be a number of at least 0; received -1',
    );
    expect(() => tverskyLoss({ classWeights: [0, 0] })).toThrow(
      'tverskyLoss: `classWeights` must be above 0 for at least one class; received [0,0]',
    );
    expect(ofThree(binaryCrossEntropyLoss({ classWeights: [1, 2] }))).toThrow(
      'binaryCrossEntropyLoss: `classWeights` must be a weight for each of the 3 channels; received [1,2]',
    );
    expect(ofThree(diceLoss({ classWeights: [1, 0, 0] }))).toThrow(
      'diceLoss: `classWeights` must be above 0 for at least one class other than class 0; received [1,0,0]',
    );
  });

  it('refuse exponents and balances that have no meaning', () => {
    expect(() => focalLoss({ gamma: 0.5 })).toThrow(
      'focalLoss: `gamma` must be 0, or a number of at least 1; received 0.5',
    );
    expect(() => focalLoss({ alpha: 2 })).toThrow('focalLoss: `alpha` must be from 0 to 1; received 2');
    expect(ofThree(focalLoss({ alpha: 0.25 }))).toThrow(
      'focalLoss: `alpha` must be null with 3 exclusive classes, which take classWeights; received 0.25',
    );
    expect(() => tverskyLoss({ alpha: 0, beta: 0 })).toThrow(
      'tverskyLoss: `beta` must be above 0 where alpha is 0; received 0',
    );
    expect(() => focalTverskyLoss({ gamma: 0 })).toThrow(
      'focalTverskyLoss: `gamma` must be a number of at least 1; received 0',
    );
  });
});
