import type { Endpoint } from '../kit/http/endpoint.ts';
import { propertiesOf, schemaOf } from '../kit/http/openapi-schema.ts';
import type { Sample } from '../kit/http/sample.ts';

/**
 * Every way to spoil the sample that the contract itself tells of: ids that are none, fields missing or of
 * a wrong kind.
 */
export function brokenInputsOf(endpoint: Endpoint): [path: string, spoil: (sample: Sample) => Sample][] {
  const ids = idParamsOf(endpoint).map((name): [string, (sample: Sample) => Sample] => [
    `params.${name}`,
    (sample) => ({ ...sample, params: { ...sample.params, [name]: 'nonsense' } }),
  ]);
  if (endpoint.method === 'GET' || endpoint.upload) return ids;
  const fields = propertiesOf(schemaOf(endpoint.body, 'input'));
  const missing = fields
    .filter(({ required }) => required)
    .map(({ name }): [string, (sample: Sample) => Sample] => [
      `body.${name}`,
      ({ body: { [name]: _, ...body } = {}, ...sample }) => ({ ...sample, body }),
    ]);
  const wrong = fields.map(({ name, schema }): [string, (sample: Sample) => Sample] => [
    `body.${name}`,
    (sample) => ({ ...sample, body: { ...sample.body, [name]: spoiltFor(schema) } }),
  ]);
  return [...ids, ...missing, ...wrong];
}

/** Nothing is of this form, but what takes things of any name. */
const spoiltFor = ({ type, properties }: { readonly type?: unknown; readonly properties?: unknown }) =>
  type === 'object' && properties === undefined ? ['this', 'that'] : { neither: ['this', 'nor', 'that'] };

export function idParamsOf(endpoint: Endpoint): string[] {
  return propertiesOf(schemaOf(endpoint.params, 'input'))
    .filter(({ name, schema }) => name !== 'workspaceId' && schema.format === 'uuid')
    .map(({ name }) => name);
}
