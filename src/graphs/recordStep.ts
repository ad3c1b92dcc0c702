import * as tf from '@tensorflow/tfjs';

import { besideTape } from '../kernels/engine';
import { backpropagate } from '../ops/backpropagate';
import { type Observer, observed } from '../ops/sideEffects';
import type { LayerStep } from './graphMakers';
import { GraphRecorder, type RecordedOperation } from './graphRecorder';

/** A recorded training step: the file of its graph, and the names of its tensors. */
export interface RecordedStep {
  bytes: Uint8Array;
  /** Inputs, then weights. */
  givenNames: string[];
  /** Random tensors, drawn again at every step in this order. */
  draws: { name: string; shape: number[]; draw: () => tf.Tensor }[];
  outputName: string;
  /** Weights that the forward pass sets. */
  moves: { name: string; weight: tf.LayerVariable }[];
  /** Intermediate tensors of the forward pass that the backward pass reads. */
  insideNames: string[];
  /** Gradient of the output. */
  dyName: string;
  /** Gradients of the inputs, then of the trainable weights; `null` where the output does not depend on them. */
  gradientNames: (string | null)[];
}

/** Runs a step without drawing anything or setting any weight, and records it; `null` if a graph cannot do the same. */
export function recordStep({ inputs, weights, trainable, outputShape, compute }: LayerStep): RecordedStep | null {
  const recorder = new GraphRecorder();
  const read = (variables: tf.LayerVariable[]) => variables.map((weight) => weight.read());
  const givenNames = [...inputs, ...read(weights)].map((tensor) => recorder.feed(tensor));
  const draws: RecordedStep['draws'] = [];
  const moves: RecordedStep['moves'] = [];
  const observer: Observer = {
    onDraw: (shape, draw) => {
      const standIn = tf.ones(shape);
      draws.push({ name: recorder.feed(standIn), shape, draw });
      return standIn;
    },
    onMove: (weight, next) => void moves.push({ name: recorder.nameOf(next), weight }),
  };
  let [dyName, outputName, forwardCount] = ['', '', 0];
  let gradientNames: RecordedStep['gradientNames'] = [];
  const forward = () => {
    const output = compute();
    [outputName, forwardCount] = [recorder.nameOf(output), recorder.operations.length];
    return output;
  };
  const takeStep = () => {
    const dy = tf.ones(outputShape);
    dyName = recorder.feed(dy);
    const { value, gradients } = backpropagate(forward, [...inputs, ...read(trainable)], dy);
    gradientNames = gradients.map((gradient) => gradient && recorder.nameOf(gradient));
    return [value, ...gradients.filter((gradient) => gradient !== null)]; // which the caller of `backpropagate` owns
  };
  recorder.observe(() => tf.dispose(observed(observer, () => besideTape(() => tf.tidy(takeStep)))));
  const bytes = recorder.bytes();
  const movesTwice = new Set(moves.map(({ weight }) => weight)).size < moves.length; // the first is not recorded
  if (!bytes || movesTwice) return null;
  const insideNames = between(recorder.operations, forwardCount, gradientNames);
  return { bytes, givenNames, draws, outputName, moves, insideNames, dyName, gradientNames };
}

/** Returns the names of the tensors that the first `count` operations produce and the others need for `results`. */
function between(operations: RecordedOperation[], count: number, results: (string | null)[]): string[] {
  const needed = new Set(results);
  for (const { from, to } of operations.slice(count).toReversed())
    if (to.some((name) => needed.has(name))) for (const name of from) needed.add(name);
  return operations.slice(0, count).flatMap(({ to }) => to.filter((name) => needed.has(name)));
}
