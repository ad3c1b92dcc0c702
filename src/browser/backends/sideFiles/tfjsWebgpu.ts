// The build writes this to a file of its own, with tfjs's package inside.
import '@tensorflow/tfjs-backend-webgpu';

export { version } from '@tensorflow/tfjs-backend-webgpu/dist/version.js';
