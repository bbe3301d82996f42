import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { FieldError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import { invalidInput } from './failure.ts';

export interface Parsed {
  readonly params: any;
  readonly query: any;
  readonly body: any;
}

/**
 * All of it is looked at before any of it is refused, so that a form can show everything that is wrong at
 * once.
 */
export function parseInput(endpoint: Endpoint, request: FastifyRequest): Parsed {
  const fields: FieldError[] = [];
  const take = <T>(part: string, shape: z.ZodType<T>, value: unknown): T | undefined => {
    const parsed = shape.safeParse(value);
    if (parsed.success) return parsed.data;
    fields.push(...parsed.error.issues.flatMap((issue) => fieldsOf(part, issue)));
    return undefined;
  };
  const hasBody = endpoint.method !== 'GET' && !endpoint.upload;
  const input = {
    params: take('params', endpoint.params, request.params),
    query: take('query', endpoint.query, request.query),
    body: take('body', endpoint.body, hasBody ? (request.body ?? {}) : {}),
  };
  if (fields.length > 0) throw invalidInput(fields);
  return input;
}

function fieldsOf(part: string, issue: z.core.$ZodIssue): FieldError[] {
  const { code, message } = issue;
  if (code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: dotted(part, [...issue.path, key]),
      code,
      message: 'There is no such field.',
    }));
  }
  return [{ path: dotted(part, issue.path), code, message }];
}

const dotted = (part: string, path: readonly PropertyKey[]) => [part, ...path].map(String).join('.');
