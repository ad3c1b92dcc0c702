import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { fusedAdam } from '../../../src/training/optimizer/fusedAdam';
import golden from '../../golden/adamW.json';
import { forEachBackend } from '../../support/backends';
import { expectClose } from '../../support/gradients';
import { memoryInUse } from '../../support/leaks';
import { elementsOf, numbersOf, pair, smallNet, train } from '../../support/smallNet';
import { StockAdam, WeightField } from '../../support/weightField';

forEachBackend((backend) => {
  const steps = backend === 'webgpu' ? 4 : 25; // emulated, a step of the net takes seconds there

  describe('fusedAdam', () => {
    it("moves weights as tfjs's Adam does, over 30 steps at two learning rates", async () => {
      const own = new WeightField(fusedAdam({ learningRate: 0.01 }));
      const stock = new WeightField(new StockAdam(0.01));
      for (let time = 1; time <= 30; time++) {
        if (time === 16) for (const field of [own, stock]) slowDown(field, 0.002);
        own.step(time);
        stock.step(time);
        if (time % 10 === 0) expectClose(await own.elements(), await stock.elements(), 5e-6);
      }
      own.dispose();
      stock.dispose();
    });

    it(`trains a net with a frozen layer as tfjs's Adam does, over ${steps} steps`, async () => {
      const [own, stock] = [smallNet(), smallNet()];
      const [ownAdam, stockAdam] = [fusedAdam({ learningRate: 0.01 }), new StockAdam(0.01)];
      const losses = await train(own, ownAdam, steps);
      expectClose(losses, await train(stock, stockAdam, steps), 1e-4);
      expectClose(await numbersOf(own), await numbersOf(stock), 1e-3);
      expect(losses.at(-1)).toBeLessThan((backend === 'webgpu' ? 1 : 0.8) * losses[0]!);
      for (const used of [own, stock, ownAdam, stockAdam]) used.dispose();
    });

    it("decays weights as PyTorch's AdamW does, at a falling learning rate", async () => {
      const variables = golden.start.map((values, i) =>
        tf.tidy(() => tf.variable(tf.tensor(values, golden.shapes[i]!, 'float32'))),
      );
      const optimizer = fusedAdam(golden.options);
      for (const { learningRate, gradients, weights } of golden.steps) {
        optimizer.learningRate = learningRate;
        const named = variables.map(({ name, shape }, i) => ({ name, tensor: tf.tensor(gradients[i]!, shape) }));
        optimizer.applyGradients(named);
        tf.dispose(named.map(({ tensor }) => tensor));
        expectClose(await elementsOf(variables), weights.flat(), 1e-5);
      }
      tf.dispose(variables);
      optimizer.dispose();
    });

    it('leaves frozen weights and those without a gradient alone', async () => {
      const model = smallNet();
      const [, biasBeforeNorm] = model.getLayer('first').getWeights();
      const alone = [...model.getLayer('frozen').getWeights(), biasBeforeNorm!];
      const before = await elementsOf(alone);
      const optimizer = fusedAdam();
      await train(model, optimizer, 2);
      expect(await elementsOf(alone)).toEqual(before);
      optimizer.dispose();
      model.dispose();
    });

    it('keeps the moments of a weight that has no gradient for a step', async () => {
      const [own, stock] = [new WeightField(fusedAdam()), new WeightField(new StockAdam(1e-3))];
      for (const [time, moving] of [
        [0, 1, 2],
        [1, 2],
        [0, 3],
        [0, 1, 2, 3],
      ].entries()) {
        own.step(time, moving);
        stock.step(time, moving);
      }
      expectClose(await own.elements(), await stock.elements(), 2e-6);
      own.dispose();
      stock.dispose();
    });

    it('leaves clones of the weights as they were', async () => {
      const field = new WeightField(fusedAdam());
      const clones = field.weights.map((weight) => weight.clone());
      const before = await elementsOf(clones);
      field.step(1);
      field.step(2);
      expect(await elementsOf(clones)).toEqual(before);
      tf.dispose(clones);
      field.dispose();
    });

    it('sees weights that were set between steps', async () => {
      const [own, stock] = [new WeightField(fusedAdam()), new WeightField(new StockAdam(1e-3))];
      for (const field of [own, stock]) {
        field.step(1);
        tf.tidy(() => field.weights[2]!.assign(tf.fill([17], 5)));
        field.step(2);
      }
      expectClose(await own.elements(), await stock.elements(), 2e-6);
      own.dispose();
      stock.dispose();
    });

    it('lets a gradient that is not a number spoil its weight and no other', async () => {
      const [bad, good] = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.scalar(3))];
      const optimizer = fusedAdam();
      const gradients = { [bad.name]: tf.tensor1d([Number.NaN, 1]), [good.name]: tf.scalar(1) };
      optimizer.applyGradients(gradients);
      const [first, second, third] = await elementsOf([bad, good]);
      expect(first).toBeNaN();
      expectClose([second!, third!], [1.999, 2.999], 1e-5);
      tf.dispose([bad, good, gradients]);
      optimizer.dispose();
    });

    it('is what model.compile takes, and fits as tfjs’s Adam does', async () => {
      const { x, y } = pair();
      const losses: number[][] = [];
      for (const optimizer of [fusedAdam({ learningRate: 0.01 }), new StockAdam(0.01)]) {
        const model = smallNet();
        model.compile({ optimizer, loss: 'meanSquaredError' });
        const { history } = await model.fit(x, y, { epochs: steps, batchSize: 2, shuffle: false, verbose: 0 });
        losses.push(history.loss as number[]);
        optimizer.dispose();
        model.dispose();
      }
      expect(losses[0]).toHaveLength(steps);
      expectClose(losses[0]!, losses[1]!, 1e-4);
      tf.dispose([x, y]);
    });

    it('leaves no tensor behind in a step, and frees its own when it is disposed', async () => {
      const model = smallNet();
      const atFirst = memoryInUse();
      const optimizer = fusedAdam();
      await train(model, optimizer, 1);
      const before = memoryInUse();
      await train(model, optimizer, 2);
      expect(memoryInUse()).toEqual(before);
      optimizer.dispose();
      expect(memoryInUse()).toEqual(atFirst);
      model.dispose();
    });
  });
});

function slowDown({ optimizer }: WeightField, rate: number): void {
  Object.assign(optimizer, { learningRate: rate }); // of both; tfjs protects that of its own
}
