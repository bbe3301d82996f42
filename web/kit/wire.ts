import type { Endpoint } from '../../kit/http/endpoint.ts';

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  readonly fields: readonly { path: string; code: string; message: string }[];
  constructor(spec: { status: number; code: string; message: string; requestId: string; fields: ApiError['fields'] }) {
    super(spec.message);
    this.name = 'ApiError';
    this.status = spec.status;
    this.code = spec.code;
    this.requestId = spec.requestId;
    this.fields = spec.fields;
  }
}

interface Sent {
  params?: unknown;
  query?: unknown;
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export async function call<R>(endpoint: Endpoint<any, any, any, any, R>, sent: Sent): Promise<R> {
  const params = (sent.params ?? {}) as Record<string, string>;
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name]!));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries((sent.query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined) query.set(name, String(value));
  }
  const search = query.size ? `?${query}` : '';
  const headers: Record<string, string> = {};
  if (sent.body !== undefined) headers['content-type'] = 'application/json';
  if (sent.idempotencyKey) headers['idempotency-key'] = sent.idempotencyKey;
  const reply = await fetch(`/api${path}${search}`, {
    method: endpoint.method,
    headers,
    credentials: 'same-origin',
    ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
    ...(sent.signal ? { signal: sent.signal } : {}),
  });
  const json: any = reply.status === 204 ? {} : await reply.json();
  if (!reply.ok) throw new ApiError({ ...json, message: json.detail, fields: json.fields ?? [] });
  return endpoint.reply.parse(json);
}
