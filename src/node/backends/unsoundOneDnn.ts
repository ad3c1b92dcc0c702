import { readFileSync } from 'node:fs';

/**
 * Whether TensorFlow's oneDNN kernels compute wrong gradients of convolutions on this processor: on AMD's family 26 (Zen 5),
 * those of TensorFlow 2.21 leave out weights of transposed convolutions, whatever instructions they may use.
 *
 * @param cpuInfo content of `/proc/cpuinfo`. @defaultValue that of this machine; empty except on Linux
 */
export function isOneDnnUnsound(cpuInfo = ownCpuInfo()): boolean {
  const fact = (name: string) => new RegExp(`^${name}\\s*:\\s*(.*)$`, 'm').exec(cpuInfo)?.[1];
  return fact('vendor_id') === 'AuthenticAMD' && Number(fact('cpu family')) >= 26;
}

function ownCpuInfo(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}
