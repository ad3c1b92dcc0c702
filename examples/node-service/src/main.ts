// Starts the service: MODEL=runs/liver npm start. README.md lists the settings.
import { log } from './log';
import { Service } from './service';
import { readSettings } from './settings';

async function main(): Promise<void> {
  const service = await Service.start(readSettings(process.env));
  log({ event: 'listening', url: service.url });
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping) process.exit(1); // asked twice
      stopping = true;
      log({ event: 'stopping' });
      void service.stop().then(() => process.exit());
    });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
