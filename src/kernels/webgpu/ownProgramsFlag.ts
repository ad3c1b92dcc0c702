import * as tf from '@tensorflow/tfjs';

/** `tf.env().set('MSA_UNET_WEBGPU_PROGRAMS', false)` goes back to stock kernels, to compare with them. */
const ownProgramsFlag = 'MSA_UNET_WEBGPU_PROGRAMS';

/** Whether the programs of this library are in use. */
export function usesOwnPrograms(): boolean {
  registerWebgpuFlag();
  return tf.env().getBool(ownProgramsFlag);
}

/** Makes the flag known to tfjs, which rejects unknown ones. */
export function registerWebgpuFlag(): void {
  if (!registered) tf.env().registerFlag(ownProgramsFlag, () => true);
  registered = true;
}

let registered = false;
