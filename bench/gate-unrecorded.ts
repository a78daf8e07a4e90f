import { startGate } from '#lib/gate/server';
import { runProcess } from '#lib/launch/run-process';

/** A gate that keeps no records: what recording costs is measured against it. */
await runProcess(() => startGate({ recording: false }));
