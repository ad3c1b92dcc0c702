/** One call of a kernel, as `tf.profile` records it. */
export interface KernelCall {
  name: string;
  inputShapes: (number[] | null)[];
  outputShapes: number[][];
  milliseconds: number;
}

/** Calls of one kernel on tensors of the same shapes, in one forward pass or training step. */
export interface KernelGroup {
  kernel: string;
  /** Shapes that distinguish it: `3×3, 8 → 16, 256²`; empty for kernels without multiply–adds. */
  shape: string;
  calls: number;
  /** Billions of multiply–adds. */
  gigaMacs: number;
  /** Bytes of all inputs and outputs, each counted once per call: the least that memory or caches have to move. */
  bytes: number;
  milliseconds: number;
}

/** Kernels that return the memory of their input. */
const views = new Set(['Identity', 'Reshape']);

/** Adds up the calls of each kernel and shape, in the order of their first calls. */
export function groupCalls(calls: readonly KernelCall[]): KernelGroup[] {
  const groups = new Map<string, KernelGroup>();
  for (const call of calls) {
    const { macs, shape } = convolutionOf(call);
    const key = `${call.name} ${shape}`;
    const empty = { kernel: call.name, shape, calls: 0, gigaMacs: 0, bytes: 0, milliseconds: 0 };
    const group = groups.get(key) ?? empty;
    group.calls++;
    group.gigaMacs += macs / 1e9;
    if (!views.has(call.name))
      group.bytes +=
        4 * [...call.inputShapes, ...call.outputShapes].reduce((sum, of) => sum + (of ? sizeOf(of) : 0), 0);
    group.milliseconds += call.milliseconds;
    groups.set(key, group);
  }
  return [...groups.values()];
}

/**
 * Multiply–adds of a convolution or of one of its gradients, as the definition has them: taps that lie outside the map count,
 * and algorithms that need fewer multiplications do not count less.
 */
function convolutionOf({ name, inputShapes, outputShapes }: KernelCall): { macs: number; shape: string } {
  const kind = /(InputGradient|Conv2DBackpropInput)$/.test(name)
    ? 'input'
    : /(FilterGradient|Conv2DBackpropFilter)$/.test(name)
      ? 'filter'
      : /(Convolution|Conv2D)$/.test(name)
        ? 'forward'
        : null;
  const [first, second] = inputShapes;
  if (kind === null || first?.length !== 4 || second?.length !== 4) return { macs: 0, shape: '' };
  const [filter, map] = {
    forward: [second, outputShapes[0]!],
    input: [second, first],
    filter: [outputShapes[0]!, second],
  }[kind] as [number[], number[]];
  const [height, width, channels, filters] = filter as [number, number, number, number];
  const side = map[1] === map[2] ? `${map[1]}²` : `${map[1]} × ${map[2]}`;
  return {
    macs: sizeOf(map) * height * width * channels,
    shape: `${height}×${width}, ${channels} → ${filters}, ${side}`,
  };
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);
