import { runDemo } from '#lib/demo/run';

process.exitCode = await runDemo(process.argv.slice(2));
