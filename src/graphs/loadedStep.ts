import * as tf from '@tensorflow/tfjs';

import { withGradient } from '../ops/withGradient';
import type { LayerStep, RecordStep, StepGraph } from './graphMakers';
import { GraphSession, type InFolder, tried } from './graphSession';
import { type RecordedStep, recordStep } from './recordStep';

/** Records a step, loads it as a graph, and tries the graph. */
export const recordLoadedStep =
  (inFolder: InFolder): RecordStep =>
  (step) => {
    const recorded = recordStep(step);
    const loaded = recorded && new LoadedStep(step, recorded, inFolder);
    return loaded && tried(loaded, () => loaded.try(step));
  };

class LoadedStep implements StepGraph {
  private readonly session: GraphSession;
  private readonly weights: tf.LayerVariable[];
  private readonly trainable: tf.LayerVariable[];
  private readonly givenNames: string[];
  private readonly insideNames: string[];

  constructor(
    { weights, trainable, keepsInside }: LayerStep,
    private readonly recorded: RecordedStep,
    inFolder: InFolder,
  ) {
    this.session = new GraphSession(recorded.bytes, inFolder);
    this.weights = weights;
    this.trainable = trainable;
    this.givenNames = [...recorded.givenNames, ...recorded.draws.map(({ name }) => name)];
    this.insideNames = keepsInside ? recorded.insideNames : [];
  }

  run(inputs: tf.Tensor[], replay: boolean): tf.Tensor {
    const { draws, moves, gradientNames } = this.recorded;
    const drawn = draws.map(({ draw }) => draw());
    const given = this.given(inputs, drawn);
    const xs = [...inputs, ...this.trainable.map((weight) => weight.read())].filter(
      (_, i) => gradientNames[i] !== null,
    );
    return withGradient(xs, {
      forward: () => {
        const { value, moved, inside } = this.forward(given);
        if (!replay) for (const [i, { weight }] of moves.entries()) weight.write(moved[i]!);
        return { value, saved: [...given, ...inside] };
      },
      gradients: (dy, saved) => this.backward(dy, saved),
    });
  }

  /** Runs the step once without drawing anything or setting any weight. */
  try({ inputs, outputShape }: LayerStep): void {
    const drawn = this.recorded.draws.map(({ shape }) => tf.ones(shape));
    const given = this.given(inputs, drawn);
    this.backward(tf.ones(outputShape), [...given, ...this.forward(given).inside]);
  }

  private given(inputs: tf.Tensor[], drawn: tf.Tensor[]): tf.Tensor[] {
    return [...inputs, ...this.weights.map((weight) => weight.read()), ...drawn];
  }

  private forward(given: tf.Tensor[]): { value: tf.Tensor; moved: tf.Tensor[]; inside: tf.Tensor[] } {
    const { outputName, moves } = this.recorded;
    const names = [outputName, ...moves.map(({ name }) => name), ...this.insideNames];
    const [value, ...rest] = this.session.run(given, this.givenNames, names) as [tf.Tensor, ...tf.Tensor[]];
    return { value, moved: rest.slice(0, moves.length), inside: rest.slice(moves.length) };
  }

  private backward(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] {
    const { dyName, gradientNames } = this.recorded;
    const names = gradientNames.filter((name) => name !== null);
    return this.session.run([dy, ...saved], [dyName, ...this.givenNames, ...this.insideNames], names);
  }

  dispose(): void {
    this.session.dispose();
  }
}
