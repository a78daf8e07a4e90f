import type { z } from 'zod';

const NAME_LENGTH = 100;
const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/**
 * What is wrong with a field, in words for callers, wherever a schema has none of its own.
 * Source: https://zod.dev/error-customization
 */
export const schemaWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'This field is missing.';
      return `Must be ${KINDS[issue.expected] ?? issue.expected}.`;
    case 'invalid_value':
      return `Must be one of: ${issue.values.map(String).join(', ')}.`;
    case 'unrecognized_keys':
      return `There is no field ${JSON.stringify(issue.keys[0]?.slice(0, NAME_LENGTH))}.`;
    default:
      return undefined;
  }
};
