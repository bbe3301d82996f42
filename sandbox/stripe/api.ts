import { bearerOf, sliceAfter } from '../common/reading.ts';
import { isSame } from '../common/sealing.ts';
import type { Courier } from '../courier.ts';
import { type Answer, json, type Request } from '../http.ts';
import { failureOf } from '../wire-faults.ts';
import type { World } from '../world.ts';
import { renewDue } from './billing.ts';
import { invalid, problemAnswer, StripeProblem } from './errors.ts';
import { listOf, nested, type Params, textOf } from './form.ts';
import { type Listed, lineItems, type Resource, resources } from './resources.ts';
import { apiVersion, type Desk, idFor, key, type State, type Thing } from './state.ts';

const keyLengthMax = 255;
const answersLiveMs = 24 * 3_600_000;
const pageMax = 100;
const pageUsual = 10;
const expandDeepMax = 4;
const always = ['expand'];
const ofLists = ['limit', 'starting_after', 'ending_before', 'created'];

export interface Counter {
  readonly world: World;
  readonly state: State;
  readonly courier: Courier;
}

export async function answer(counter: Counter, request: Request): Promise<Answer> {
  const requestId = idFor('req');
  const idempotencyKey = request.headers['idempotency-key'];
  const told = (given: Answer, more: Record<string, string> = {}): Answer => ({
    ...given,
    headers: {
      ...given.headers,
      'request-id': requestId,
      'stripe-version': apiVersion,
      ...(typeof idempotencyKey === 'string' && { 'idempotency-key': idempotencyKey }),
      ...more,
    },
  });
  try {
    checkCaller(request);
    const body = (await request.body()).toString('utf8');
    if (
      body !== '' &&
      !(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
    )
      throw new StripeProblem(400, 'Invalid request: the body of a request is a form.');
    const params = nested(request.method === 'GET' ? request.url.search.slice(1) : body);
    const { resource, id } = resourceAt(request);
    checkParams(resource, params);
    if (request.method === 'POST' && typeof idempotencyKey === 'string')
      return told(...once(counter, request, { idempotencyKey, body, requestId, resource, params, id }));
    return told(act(counter, request, { requestId, resource, params, id }));
  } catch (error) {
    if (!(error instanceof StripeProblem)) throw error;
    return told(problemAnswer(error, requestId), { 'stripe-should-retry': 'false' });
  }
}

function checkCaller(request: Request): void {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const given = basic ? Buffer.from(basic, 'base64').toString().split(':')[0]! : bearerOf(request);
  if (given === '')
    throw new StripeProblem(
      401,
      'You did not provide an API key. You need to provide it in the Authorization header.',
    );
  if (!isSame(given, key))
    throw new StripeProblem(401, `Invalid API Key provided: ${given.slice(0, 8)}****${given.slice(-4)}`);
  const version = request.headers['stripe-version'];
  if (version !== undefined && version !== apiVersion)
    throw new StripeProblem(400, `Invalid Stripe API version: ${version}. This world speaks ${apiVersion}.`);
  const account = request.headers['stripe-account'];
  if (account !== undefined)
    throw new StripeProblem(403, `The provided key does not have access to account '${account}'.`, {
      code: 'account_invalid',
    });
}

const matchers = resources.map((resource) => ({
  resource,
  pattern: new RegExp(`^${resource.path.replace(':id', '([^/]+)')}$`),
}));

function resourceAt(request: Request): { resource: Resource; id: string } {
  const path = request.params.rest!;
  for (const { resource, pattern } of matchers) {
    const found = resource.method === request.method ? pattern.exec(path) : null;
    if (found) return { resource, id: decodeURIComponent(found[1] ?? '') };
  }
  throw new StripeProblem(404, `Unrecognized request URL (${request.method}: /v1/${path}).`);
}

function checkParams({ method, takes, path }: Resource, params: Params): void {
  const isList = method === 'GET' && !path.endsWith(':id');
  const known = new Set([...takes, ...always, ...(isList ? ofLists : [])]);
  const strange = Object.keys(params).find((name) => !known.has(name));
  if (strange !== undefined)
    throw invalid(strange, `Received unknown parameter: ${strange}`, 'parameter_unknown');
}

interface Call {
  readonly requestId: string;
  readonly resource: Resource;
  readonly params: Params;
  readonly id: string;
}

function act({ world, state, courier }: Counter, request: Request, call: Call): Answer {
  const { requestId, resource, params, id } = call;
  const idempotencyKey = request.headers['idempotency-key'];
  const desk: Desk = {
    world,
    state,
    courier,
    cause: {
      id: requestId,
      idempotency_key: typeof idempotencyKey === 'string' ? idempotencyKey : null,
    },
    failure: failureOf(request),
  };
  renewDue(desk);
  const result = resource.handle(desk, params, id);
  const whole = isList(result) ? listed(result, params) : result;
  return json(expanded(desk, whole, listOf(params.expand).map(String)));
}

/** The same key is the same deed: what was answered is answered again, and nothing is done. */
function once(
  counter: Counter,
  request: Request,
  call: Call & { idempotencyKey: string; body: string },
): [Answer, Record<string, string>] {
  const { idempotencyKey, body, requestId } = call;
  const { said } = counter.state.value;
  const now = counter.world.now();
  if (idempotencyKey.length > keyLengthMax)
    throw new StripeProblem(400, `Idempotency keys are at most ${keyLengthMax} characters.`);
  if (failureOf(request) === 'key-in-use')
    throw new StripeProblem(409, 'There is currently another in-progress request using this key.', {
      type: 'idempotency_error',
      code: 'idempotency_key_in_use',
    });
  const asked = `${request.method} ${request.url.pathname} ${body}`;
  const before = said[idempotencyKey];
  if (before && now.getTime() - Date.parse(before.at) < answersLiveMs) {
    if (before.asked !== asked)
      throw new StripeProblem(
        400,
        'Keys for idempotent requests can only be used with the same parameters they were first used with.',
        { type: 'idempotency_error' },
      );
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    return [
      { status: before.status, body: before.body, headers },
      { 'idempotent-replayed': 'true', 'original-request': before.requestId },
    ];
  }
  const answered = settled(() => act(counter, request, call), requestId);
  const status = answered.status ?? 200;
  said[idempotencyKey] = { asked, at: now.toISOString(), status, body: String(answered.body), requestId };
  counter.state.changed();
  return [answered, {}];
}

/** What was refused before anything was done can be asked again under the same key; a refused card cannot. */
function settled(deed: () => Answer, requestId: string): Answer {
  try {
    return deed();
  } catch (error) {
    if (error instanceof StripeProblem && error.status === 402) return problemAnswer(error, requestId);
    throw error;
  }
}

const isList = (result: object): result is Listed => 'all' in result && !('object' in result);

function listed({ url, all }: Listed, params: Params) {
  const limit = Number(textOf(params.limit) ?? pageUsual);
  if (!Number.isInteger(limit) || limit < 1 || limit > pageMax)
    throw invalid('limit', `Invalid integer: ${params.limit}`, 'parameter_invalid_integer');
  const [after, before] = [textOf(params.starting_after), textOf(params.ending_before)];
  const within = all.filter(({ created }) => isWithin(created, params.created));
  const slice = sliceAfter(within, { limit, after, before });
  if (!slice)
    throw new StripeProblem(400, `No such object: '${after ?? before}'`, {
      code: 'resource_missing',
      param: after === undefined ? 'ending_before' : 'starting_after',
    });
  return { object: 'list', data: slice.data, has_more: slice.hasMore, url };
}

function isWithin(created: number, range: Params[string] | undefined): boolean {
  if (range === undefined) return true;
  if (typeof range === 'string') return created === Number(range);
  const { gt, gte, lt, lte } = range as Record<string, string>;
  return (
    (gt === undefined || created > Number(gt)) &&
    (gte === undefined || created >= Number(gte)) &&
    (lt === undefined || created < Number(lt)) &&
    (lte === undefined || created <= Number(lte))
  );
}

function expanded(desk: Desk, whole: object, paths: readonly string[]): unknown {
  const copy = structuredClone(whole) as Record<string, any>;
  for (const path of paths) {
    const steps = path.split('.');
    if (steps.length > expandDeepMax)
      throw invalid('expand', `You cannot expand more than ${expandDeepMax} levels of a property.`);
    expand(desk, copy, steps, path);
  }
  return copy;
}

function expand(desk: Desk, into: any, [step, ...rest]: readonly string[], path: string): void {
  if (step === undefined || into === null || into === undefined) return;
  if (Array.isArray(into)) {
    for (const one of into) expand(desk, one, [step, ...rest], path);
    return;
  }
  if (step === 'data' && Array.isArray(into.data)) {
    for (const one of into.data) expand(desk, one, rest, path);
    return;
  }
  if (into.object === 'checkout.session' && step === 'line_items') {
    const data = lineItems(desk, into as Thing);
    into.line_items = {
      object: 'list',
      data,
      has_more: false,
      url: `/v1/checkout/sessions/${into.id}/line_items`,
    };
  }
  if (!(step in into)) throw invalid('expand', `This property cannot be expanded (${path}).`);
  const found = typeof into[step] === 'string' ? desk.state.value.things[into[step]] : undefined;
  if (typeof into[step] === 'string' && !found)
    throw invalid('expand', `This property cannot be expanded (${path}).`);
  if (found) into[step] = structuredClone(found);
  expand(desk, into[step], rest, path);
}
