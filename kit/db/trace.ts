import { activeTracer, inSpan } from '../tracing-span.ts';

/**
 * One span for what one round trip does, by the names that traces of databases have everywhere. The text is ours and
 * has places where values go, so nobody's words are in it.
 */
export function traced<T>(text: string, work: () => Promise<T>): Promise<T> {
  if (!activeTracer()) return work();
  const summary = summaryOf(text);
  const attributes = { 'db.system.name': 'postgresql', 'db.query.summary': summary, 'db.query.text': text };
  return inSpan('statement', summary, attributes, work);
}

/** `insert inbox.replies`: few enough to be counted by. */
function summaryOf(text: string): string {
  const plain = text.replace(/--.*$/gm, '').trimStart();
  const [verb = 'statement'] = /^[a-z]+/i.exec(plain) ?? [];
  const [, table] = /\b(?:from|into|update)\s+([a-z_]+\.[a-z0-9_]+)/i.exec(plain) ?? [];
  return [verb.toLowerCase(), table].filter(Boolean).join(' ');
}
