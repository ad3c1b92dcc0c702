import { inspect } from '../../src/cli/commands/inspect/inspect';
import { exitCode } from '../../src/cli/program';

process.exitCode = await exitCode(() => inspect.run(process.argv.slice(2), 'npm run inspect --'));
