import '#lib/launch/leash';
import { launch, PART_NAMES } from '#lib/launch/launch';

/** `npm run dev`: the portal with hot reload, gate and worker restarted when their files change. */
process.exit(await launch({ root: process.cwd(), mode: 'development', parts: PART_NAMES }));
