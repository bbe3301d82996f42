import { setTimeout as wait } from 'node:timers/promises';
import { uuidv7 } from '../../kit/ids.ts';
import type { Journey } from './harness.ts';

export interface Newcomer {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly links: readonly string[];
}

const mailWithinMs = 15_000;
const lookAgainMs = 100;

/** Somebody nobody has met, so that journeys do not meet each other's people. */
export const stranger = (name = 'Ada Keller'): Newcomer => ({
  name,
  email: `ada-${uuidv7()}@example.com`,
  password: 'a walk between columns',
});

/** Where the other end of every wire is. */
export function sandboxOf({ stoa }: Pick<Journey, 'stoa'>): string {
  const [, url] = /sandbox world is at (\S+)/.exec(stoa.process.output()) ?? [];
  if (!url) throw new Error('this Stoa has no sandbox beside it');
  return url;
}

/** The newest mail to an address that has these words in its subject, as soon as it is there. */
export async function mailTo(j: Pick<Journey, 'stoa'>, email: string, subject: RegExp): Promise<Mail> {
  const url = `${sandboxOf(j)}/mail?${new URLSearchParams({ to: email })}`;
  for (const until = performance.now() + mailWithinMs; performance.now() < until; await wait(lookAgainMs)) {
    const response = await fetch(url, { headers: { accept: 'application/json' } });
    const { messages } = (await response.json()) as { messages: Mail[] };
    const mail = messages.find((message) => subject.test(message.subject));
    if (mail) return mail;
  }
  throw new Error(`no mail to ${email} says ${subject}`);
}

/** The address that a link in it leads to, without the host: journeys reach Stoa by another name. */
export function pathIn({ links }: Mail, start: string): string {
  const link = links.map((one) => new URL(one)).find(({ pathname }) => pathname === start);
  if (!link) throw new Error(`no link to ${start} among ${links.join(', ')}`);
  return link.pathname + link.search;
}

/** Somebody new, signed up, confirmed and signed in, in this browser from here on. */
export async function settle(j: Journey, person = stranger(), url = j.stoa.url): Promise<Newcomer> {
  const ask = (path: string, data: object) => post(j, `${url}/api${path}`, data);
  await ask('/people', { ...person, timezone: 'Europe/Zurich', locale: 'en-GB' });
  const mail = await mailTo(j, person.email, /Confirm your address/);
  const token = new URL(pathIn(mail, '/confirm-email'), url).searchParams.get('token');
  await ask('/email-confirmation', { token });
  return person;
}

/** The workspace of whoever has settled here, and how they ask the API themselves. */
export interface Own {
  readonly workspaceId: string;
  api<T = any>(method: string, path: string, body?: object): Promise<T>;
}

export async function ownOf(j: Journey): Promise<Own> {
  const api = async (method: string, path: string, data?: object) => {
    const options = { method, headers: { origin: j.stoa.url }, ...(data && { data }) };
    const response = await j.page.context().request.fetch(`${j.stoa.url}/api${path}`, options);
    const text = await response.text();
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const { items } = await api('GET', '/workspaces');
  return { workspaceId: items[0].id, api };
}

/** So many newcomers a minute are not let in from one address: the next one waits as a person would. */
async function post(j: Journey, url: string, data: object): Promise<void> {
  const headers = { origin: new URL(url).origin };
  const response = await j.page.context().request.post(url, { data, headers });
  if (response.ok()) return;
  if (response.status() !== 429) throw new Error(`${url}: ${response.status()} ${await response.text()}`);
  await wait(Number(response.headers()['retry-after'] ?? 1) * 1_000);
  return post(j, url, data);
}
