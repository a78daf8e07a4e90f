import { verifyPeppers } from '#lib/db/peppers';
import { startGate } from '#lib/gate/server';
import { runProcess } from '#lib/launch/run-process';

await runProcess(async () => {
  await verifyPeppers();
  return startGate();
});
