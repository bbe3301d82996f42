import { setTimeout as wait } from 'node:timers/promises';
import type { NamedFailure } from './failure-list.ts';
import type { Answer, Request, Route } from './http.ts';
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
  trigger: `name a contact or an account ${name}, or send the header ${failureHeader}: ${name}`,
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

/**
 * The same routes, on a wire that goes wrong by name. `subjectOf` says whom a request is about (the names of its
 * account and of its contact), since a name that is a failure's plays it.
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
      const asked = request.headers[failureHeader];
      const name = typeof asked === 'string' ? asked : world.failures.met(part, await subjectOf(request));
      if (name) request.note(name);
      const face = name && refusals[name]?.(faces);
      if (face) return face(request);
      return spoilt(name, await route.handle(request));
    },
  }));
}

const refusals: Readonly<Record<string, (faces: Faces) => (request: Request) => Answer>> = {
  'rate-limited': (faces) => faces.rateLimited,
  'server-error': (faces) => faces.serverError,
  'expired-token': (faces) => faces.expiredToken,
};

async function spoilt(name: string | undefined, answer: Answer): Promise<Answer> {
  if (name === 'slow') await wait(slowMs);
  if (name === 'lost-answer') return { ...answer, cut: 'before' };
  if (name === 'half-stream') return { ...answer, cut: 'halfway' };
  if (name === 'unknown-fields' && typeof answer.body === 'string')
    return { ...answer, body: withUnknownFields(answer.body) };
  return answer;
}

/** At the front, so that whoever reads only what it knows finds all of it still there. */
export const withUnknownFields = (body: string) =>
  body.replace(/^\s*\{(?!\s*\})/, '{"field_of_tomorrow":{"kind":"NOT_DESCRIBED","list":[1,null]},');
