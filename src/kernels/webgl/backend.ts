/** The part of tfjs's WebGL backend that this library uses; it is internal. */
export interface WebglBackend {
  readonly gpgpu: { readonly gl: WebGLRenderingContext };
}
