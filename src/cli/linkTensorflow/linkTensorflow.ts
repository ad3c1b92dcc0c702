import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { buildBinding } from './buildBinding';
import { checkBinding } from './checkBinding';
import { compilerFrom } from './compiler';
import { Problem } from './problem';
import { replaceSafely } from './replaceSafely';
import { findTensorflow, type PipTensorflow } from './tensorflowOfPython';
import { findTfjsNode } from './tfjsNodePackage';

const help = `npx msa-unet-link-tensorflow [--python PATH] [--project FOLDER] [--dry-run]

Build the binding of @tensorflow/tfjs-node against the TensorFlow installed by pip, for the CPU or CUDA 12, instead of the
old TensorFlow that tfjs-node downloads. Needs Linux, a C++ compiler and the Node headers.

  --python PATH      Python with tensorflow, such as .venv/bin/python [python3]
  --project FOLDER   project with @tensorflow/tfjs-node installed [current folder]
  --dry-run          print what would be built, and build nothing
  --help             show this help

First run: pip install tensorflow-cpu (or 'tensorflow[and-cuda]'), and npm install --ignore-scripts @tensorflow/tfjs-node.
The binding loads TensorFlow from where pip installed it: run this again if that folder moves. If a step fails, the previous
binding is restored.`;

/** Runs the program. @returns the exit code */
export function linkTensorflow(args: string[], say: (line: string) => void = console.log): number {
  try {
    const options = parse(args);
    if (options.help) say(help);
    else link(options, say);
    return 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(`msa-unet-link-tensorflow: ${error.message}`);
    return 1;
  }
}

interface Settings {
  python: string;
  project: string;
  dryRun: boolean;
  help: boolean;
}

function parse(args: string[]): Settings {
  try {
    const { values } = parseArgs({
      args,
      options: {
        python: { type: 'string', default: 'python3' },
        project: { type: 'string', default: process.cwd() },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return { python: values.python, project: values.project, dryRun: values['dry-run'], help: values.help };
  } catch (error) {
    throw new Problem(`${(error as Error).message}\n\n${help}`);
  }
}

function link({ python, project, dryRun }: Settings, say: (line: string) => void): void {
  requireLinux(process.platform);
  const tfjsNode = findTfjsNode(project);
  say(`${tfjsNode.name} ${tfjsNode.version} in ${tfjsNode.folder}`);
  const tensorflow = findTensorflow(python);
  say(`TensorFlow ${describe(tensorflow)} in ${tensorflow.libraries}`);
  const compiler = compilerFrom(process.env);
  say(`compiler ${compiler.version}, Node headers in ${compiler.nodeHeaders}`);
  const target = join(tfjsNode.folder, 'lib', 'napi-v8', 'tfjs_binding.node');
  say(`${dryRun ? 'would build' : 'building'} ${target}`);
  if (dryRun) return;
  const { version, device, gflops } = replaceSafely(
    target,
    (file) => buildBinding(file, tfjsNode, tensorflow, compiler),
    () => checkBinding(tfjsNode, project),
  );
  if (version !== tensorflow.version) say(`note: the binding reports TensorFlow ${version}, pip ${tensorflow.version}`);
  say(`ready: TensorFlow ${version} on the ${device}, Node ${process.version}, ${gflops} GFLOP/s in a matrix product`);
}

/** @throws Problem on other systems, which are untested or whose wheels have no library to link to */
export function requireLinux(platform: NodeJS.Platform): void {
  if (platform === 'linux') return;
  throw new Problem(
    platform === 'win32'
      ? "TensorFlow's pip package for Windows has no library to link to. Run this under WSL 2, or use the webgpu backend"
      : `this works only on Linux, not on ${platform}. Let the install script of @tensorflow/tfjs-node run instead, or use the webgpu backend`,
  );
}

const describe = ({ version, cuda }: PipTensorflow) => `${version} for ${cuda ? `CUDA ${cuda}` : 'the CPU'}`;
