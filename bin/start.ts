import '#lib/launch/leash';
import { launch, PART_NAMES, type PartName } from '#lib/launch/launch';

/** `npm start`, or `npm start -- --only gate,worker` on a further machine. */
const [flag, list = ''] = process.argv.slice(2);
const parts = PART_NAMES.filter((name) => flag === undefined || list.split(',').includes(name));

if (flag !== undefined && (flag !== '--only' || !isPartList(list))) {
  process.stderr.write(
    `Use npm start, or npm start -- --only with some of ${PART_NAMES.join(',')}.\n`,
  );
  process.exitCode = 2;
} else {
  process.exit(await launch({ root: process.cwd(), mode: 'production', parts }));
}

function isPartList(text: string): boolean {
  return text.split(',').every((name) => PART_NAMES.includes(name as PartName));
}
