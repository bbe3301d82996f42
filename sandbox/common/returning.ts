import type { Answer } from '../http.ts';

const ownHosts = ['localhost', '127.0.0.1', 'stoa.test'];

/** On this machine only: nobody else is sent a code, a person or a message. The names tests give it count too. */
export function isOwnAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return /^https?:$/.test(protocol) && (ownHosts.includes(hostname) || hostname.endsWith('.stoa.test'));
}

/** The form on this page leads elsewhere in the end, which the page's own policy must allow. */
export function leadingTo(answer: Answer, address: string): Answer {
  const policy = answer.headers!['content-security-policy']!;
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'content-security-policy': policy.replace(
        "form-action 'self'",
        `form-action 'self' ${new URL(address).origin}`,
      ),
    },
  };
}

export function withQuery(address: string, facts: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(facts))
    if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
