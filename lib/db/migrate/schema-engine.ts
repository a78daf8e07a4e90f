import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine, SchemasContainer } from '@prisma/schema-engine-wasm';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';

/** The files of a Prisma schema folder, in the shape that the engine takes. */
export function readSchema(folder: string): SchemasContainer {
  const names = readdirSync(folder).filter((name) => name.endsWith('.prisma'));
  const files = names.sort().map((name) => ({
    path: name,
    content: readFileSync(join(folder, name), 'utf8'),
  }));
  return { files };
}

/**
 * The SQL that leads from one schema to the other; from nothing when `from` has no files.
 * @param url a running PostgreSQL; the engine asks it for its version, and changes nothing in it.
 */
export async function diffSchemas(
  url: string,
  from: SchemasContainer,
  to: SchemasContainer,
): Promise<string> {
  const engine = await openEngine(url, to);
  try {
    const result = await engine.diff({
      from: from.files.length === 0 ? { tag: 'empty' } : { tag: 'schemaDatamodel', ...from },
      to: { tag: 'schemaDatamodel', ...to },
      script: true,
      exitCode: false,
      filters: { externalTables: [], externalEnums: [] },
    });
    return result.stdout ?? '';
  } finally {
    engine.free();
  }
}

/** Prisma's engine as WebAssembly: its native one would have to be downloaded from outside of npm. */
async function openEngine(url: string, schema: SchemasContainer): Promise<SchemaEngine> {
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
  const bytes = readFileSync(script.replace('schema_engine.js', 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(url, { schema: 'public' }));
  const datamodels = schema.files.map(({ path, content }): [string, string] => [path, content]);
  return glue.SchemaEngine.new({ datamodels }, () => undefined, adapter);
}
