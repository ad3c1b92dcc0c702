/** How many neighbouring channels one array element holds: four where four divides the channels, otherwise one. */
export type Components = 1 | 4;

export const componentsOf = (channels: number): Components => (channels % 4 === 0 ? 4 : 1);

/** The WGSL type of an array element with this many components. */
export const elementType = (components: Components): 'f32' | 'vec4f' => (components === 4 ? 'vec4f' : 'f32');
