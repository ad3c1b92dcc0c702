import * as tf from '@tensorflow/tfjs';

/** 1 where somebody has drawn a class, 0 where a mask is −1. By arithmetic: WebGPU takes booleans for other numbers. */
export const drawnPart = (yTrue: tf.Tensor): tf.Tensor => tf.sub(1, yTrue.neg().relu());
