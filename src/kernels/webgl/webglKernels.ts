import type { BackendKernels } from '../kernel';
import type { WebglBackend } from './backend';
import { contextFailure } from './contextFailure';

/** None: everything is composed of stock kernels. */
export const webglKernels: BackendKernels = {
  implementations: () => [],
  failure: (backend) => contextFailure(backend as WebglBackend),
};
