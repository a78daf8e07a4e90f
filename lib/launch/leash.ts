// Loaded first in every process that a start launches. When the start is gone, even by kill -9, the
// channel to it closes; the process then ends as if it had been told to, so nothing is left behind.
if (process.channel) {
  process.on('disconnect', () => {
    // Nobody reads our output any more; writing must not end us before our work is finished.
    process.stdout.on('error', () => undefined);
    process.stderr.on('error', () => undefined);
    process.kill(process.pid, 'SIGTERM');
  });
}

export {};
