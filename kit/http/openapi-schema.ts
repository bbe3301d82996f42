import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** A zod shape as JSON Schema 2020-12, as it looks on the wire: instants are text there. */
export function schemaOf(shape: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const schema = jsonSchema as JsonSchema;
      if (zodSchema._zod.def.type === 'date') Object.assign(schema, { type: 'string', format: 'date-time' });
      // The format says the same, and can be read.
      if (schema.format !== undefined) delete schema.pattern;
      // A later version may answer more: clients must not refuse what they do not know.
      if (io === 'output') delete schema.additionalProperties;
    },
  }) as JsonSchema;
  return schema;
}

export interface Property {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** The fields of an object's schema, in the order they were written. */
export function propertiesOf(schema: JsonSchema): Property[] {
  const required = new Set(schema.required as string[] | undefined);
  return Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).map(([name, property]) => ({
    name,
    required: required.has(name),
    schema: property,
  }));
}

const exampleDepthMax = 6;
const exampleId = '0197a0c8-5b1e-7c3a-9f42-2d6f0b8e4a11';

/** Something that fits, to show what a request looks like. */
export function exampleOf(schema: JsonSchema, depth = 0): unknown {
  if (depth > exampleDepthMax) return null;
  if ('default' in schema) return schema.default;
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const choice = (schema.anyOf ?? schema.oneOf ?? schema.allOf) as JsonSchema[] | undefined;
  if (choice) return exampleOf(choice[0]!, depth + 1);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        propertiesOf(schema).map(({ name, schema: inner }) => [name, exampleOf(inner, depth + 1)]),
      );
    case 'array':
      return schema.items ? [exampleOf(schema.items as JsonSchema, depth + 1)] : [];
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'string':
      return exampleText(schema.format);
    default:
      return null;
  }
}

function exampleText(format: unknown): string {
  if (format === 'uuid') return exampleId;
  if (format === 'date-time') return '2026-01-05T09:00:00.000Z';
  if (format === 'email') return 'ada@example.org';
  if (format === 'uri') return 'https://example.org';
  return 'text';
}
