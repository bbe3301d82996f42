import type { Endpoint } from './endpoint.ts';

/**
 * That an answer is what the contract says: nothing missing, nothing of another kind, and nothing more than
 * it names, since a field too many is how a secret gets out. Costs half the throughput, so it runs in tests
 * and development.
 */
export function checkReply(endpoint: Endpoint, text: string | undefined): void {
  if (endpoint.status === 204) return;
  const sent: unknown = text === undefined ? undefined : JSON.parse(text);
  const name = `${endpoint.method} ${endpoint.path}`;
  const checked = endpoint.reply.safeParse(sent);
  if (!checked.success) {
    const wrong = checked.error.issues.map(({ path, message }) => `${path.join('.') || 'reply'}: ${message}`);
    throw new Error(`${name} answers something else than its contract says: ${wrong.join('; ')}`);
  }
  const extra = unnamed(sent, checked.data, 'reply');
  if (extra.length > 0)
    throw new Error(`${name} answers what its contract does not name: ${extra.join(', ')}`);
}

function unnamed(sent: unknown, named: unknown, at: string): string[] {
  if (sent === null || typeof sent !== 'object' || named === null || typeof named !== 'object') return [];
  if (named instanceof Date) return [];
  return Object.entries(sent).flatMap(([key, value]) =>
    Object.hasOwn(named, key) ? unnamed(value, named[key as never], `${at}.${key}`) : [`${at}.${key}`],
  );
}
