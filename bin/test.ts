import { runTests } from '#test/run';

/** `npm test`, or `npm test -- lib/keys` for the unit and integration tests below a path. */
process.exitCode = await runTests(process.argv.slice(2));
