import * as tf from '@tensorflow/tfjs';

/**
 * Adam (β 0.9 and 0.999, ε 1e-7) whose learning rate may be set between steps.
 *
 * ε is given because tfjs would take it from the backend: 1e-4 on some WebGL devices.
 *
 * @see Kingma and Ba, Adam, 2015, https://arxiv.org/abs/1412.6980, Alg. 1
 */
export class Adam extends tf.AdamOptimizer {
  constructor(learningRate: number) {
    super(learningRate, 0.9, 0.999, 1e-7);
  }

  get rate(): number {
    return this.learningRate;
  }

  set rate(learningRate: number) {
    this.learningRate = learningRate;
  }
}
