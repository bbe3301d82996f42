import { setTimeout as wait } from 'node:timers/promises';
import type { NamedFailure } from './failure-list.ts';
import { type Answer, Refusal, type Request, type Route } from './http.ts';
import type { World } from './world.ts';

/** What a part's answer looks like when it refuses for reasons of its own, in the platform's own words. */
export interface Faces {
  readonly rateLimited: (request: Request) => Answer;
  readonly serverError: (request: Request) => Answer;
  readonly expiredToken: (request: Request) => Answer;
}

const slowMs = 5_000;
/** Says which failure one request is to meet: for tests, which need no contact of that name. */
export const failureHeader = 'x-sandbox-failure';

const called = (name: string, does: string): NamedFailure => ({
  name,
  trigger: `naming a contact or an account ${name}, or the header ${failureHeader}: ${name}`,
  does,
});

/** The ways in which every wire can go wrong. A part lists them among its own. */
export const wireFailures: readonly NamedFailure[] = [
  called('rate-limited', 'refuses, and says when to come again'),
  called('lost-answer', 'does what it was asked, and the answer never arrives'),
  called('slow', `does it, and answers after ${slowMs / 1_000} seconds`),
  called('server-error', 'answers 500 and does nothing'),
  called('half-stream', 'does it, and breaks off in the middle of the answer'),
  called('expired-token', 'says that the token is not valid any more'),
  called('unknown-fields', 'answers with fields and kinds that nobody has described'),
  called('duplicate-storm', 'delivers what happens fifty times over eight connections'),
  called('out-of-order', 'delivers what happens after what happened later'),
  called('big-ids', 'gives ids that a double-precision number cannot hold'),
];

/** Those that only an answer can meet. */
const failuresOfAnswers = new Set([
  'rate-limited',
  'lost-answer',
  'slow',
  'server-error',
  'half-stream',
  'expired-token',
]);
const metBy = new WeakMap<Request['raw'], string>();

/**
 * The same routes, on a wire that goes wrong by name. `subjectOf` says whom a request is about (the names of its
 * account and of its contact), since a name that is a failure's plays it. A request meets one failure at most; its
 * route asks for it by `failureOf`.
 */
export function onAFaultyWire(
  world: World,
  part: string,
  faces: Faces,
  subjectOf: (request: Request) => Promise<string> | string,
  routes: readonly Route[],
): Route[] {
  return routes.map((route) => ({
    ...route,
    handle: async (request) => {
      const name = asked(world, part, request) ?? world.failures.met(part, await subjectOf(request));
      if (name) {
        metBy.set(request.raw, name);
        request.note(name);
      }
      const face = name && refusals[name]?.(faces);
      if (face) return face(request);
      return spoilt(name, await route.handle(request));
    },
  }));
}

/** What this request met, for the part to play its own failures and to pass on to its courier. */
export const failureOf = (request: Request): string | undefined => metBy.get(request.raw);

/**
 * For what people do on a part's pages, which are on no wire: the failure that telling of it meets. One that an
 * answer is to meet is left to the next request.
 */
export const failureOfTelling = (
  world: World,
  part: string,
  subject: string,
  request?: Request,
): string | undefined =>
  (request && asked(world, part, request)) ??
  world.failures.met(part, subject, (name) => !failuresOfAnswers.has(name));

function asked(world: World, part: string, { headers }: Request): string | undefined {
  const name = headers[failureHeader];
  if (typeof name !== 'string') return undefined;
  // A slip of the pen would otherwise be a test in which nothing goes wrong.
  if (!world.failures.all().some((failure) => failure.part === part && failure.name === name))
    throw new Refusal(400, `${part} has no failure called "${name}".`);
  return name;
}

const refusals: Readonly<Record<string, (faces: Faces) => (request: Request) => Answer>> = {
  'rate-limited': (faces) => faces.rateLimited,
  'server-error': (faces) => faces.serverError,
  'expired-token': (faces) => faces.expiredToken,
};

async function spoilt(name: string | undefined, answer: Answer): Promise<Answer> {
  // Whoever closes the sandbox meanwhile does not wait for it.
  if (name === 'slow') await wait(slowMs, undefined, { ref: false });
  if (name === 'lost-answer') return { ...answer, cut: 'before' };
  if (name === 'half-stream') return { ...answer, cut: 'halfway' };
  if (name === 'unknown-fields' && typeof answer.body === 'string')
    return { ...answer, body: withUnknownFields(answer.body) };
  return answer;
}

const unknownFields = '"field_of_tomorrow":{"kind":"NOT_DESCRIBED","list":[1,null]},';
const token = /"(?:[^"\\]|\\.)*"|\{(?!\s*\})|\{\s*\}|[[\]}]/g;

/**
 * At the front of the object and of each that it lists (its entries, rows and events), not of others: an object by
 * itself may be somebody's own words to words. The text is not parsed, so that large numbers stay as they are.
 */
export function withUnknownFields(body: string): string {
  const within: string[] = [];
  return body.replace(token, (found) => {
    if (found === ']' || found === '}') within.pop();
    if (found === '[') within.push(found);
    if (found !== '{') return found;
    const isListed = within.length === 0 || within.at(-1) === '[';
    within.push(found);
    return isListed ? found + unknownFields : found;
  });
}
