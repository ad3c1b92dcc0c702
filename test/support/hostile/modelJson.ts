/** A serialized layer. */
export interface Layer {
  class_name: string;
  name: string;
  config: Record<string, unknown>;
  inbound_nodes: unknown[];
}

/** A layer that is called on others: each call is a list of names, or of names with the number of their call. */
export const layer = (class_name: string, name: string, config: object, calls: Input[][]): Layer => ({
  ...{ class_name, name, config: { name, ...config } },
  inbound_nodes: calls.map((inputs) =>
    inputs.map((input) => (Array.isArray(input) ? [...input, 0, {}] : [input, 0, 0, {}])),
  ),
});
type Input = string | [name: string, call: number];

export const input = (name = 'image', shape: unknown = [null, 8, 8, 1]): Layer =>
  layer('InputLayer', name, { batch_input_shape: shape, dtype: 'float32', sparse: false }, []);

export const activation = (name: string, calls: Input[][]): Layer =>
  layer('Activation', name, { activation: 'linear' }, calls);

/** A serialized model from `image` to a layer. */
export const model = (layers: Layer[], last: string, name = 'model') => ({
  class_name: 'Model',
  config: { name, layers, input_layers: [[layers[0]!.name, 0, 0]], output_layers: [[last, 0, 0]] },
});

/** Text of a `model.json` without weights. */
export const modelJson = (
  modelTopology: unknown,
  rest: object = {},
  weights: unknown = [],
  paths: unknown = [],
): string => JSON.stringify({ modelTopology, format: 'layers-model', weightsManifest: [{ paths, weights }], ...rest });

export const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Text of a list in a list in a list …, which JSON.stringify could not write. */
export const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** A model with a value in place of the text `"DEEP"`. */
export const withDeep = (json: string, levels: number): string => json.replace('"DEEP"', deep(levels));
