import { writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

/** Writes the types of an OpenAPI document beside this file. */
export async function writeTypes(source: string): Promise<void> {
  writeFileSync('test/api-types/openapi.ts', astToString(await openapiTS(source)));
}
