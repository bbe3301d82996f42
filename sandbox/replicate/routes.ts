import { setTimeout as wait } from 'node:timers/promises';
import { pictureOf } from '../common/picture.ts';
import { bearerOf, jsonOf, sliceAfter } from '../common/reading.ts';
import { isOwnAddress } from '../common/returning.ts';
import { standardSeal } from '../common/sealing.ts';
import { type Answer, json, page, type Request, type Route } from '../http.ts';
import { html, layout, many, shortTime } from '../page.ts';
import { failureOf, onAFaultyWire, wireFailures } from '../wire-faults.ts';
import type { Part, World } from '../world.ts';
import {
  begin,
  cancel,
  fresh,
  goOn,
  isOver,
  type Prediction,
  spoken,
  type Workshop,
  webhookEvents,
} from './predictions.ts';

const token = 'r8_sandbox';
const lookAgainMs = 200;
const pageSize = 100;
const waitSecondsMax = 60;
const retryAfterMs = [2_000, 10_000, 60_000, 300_000, 1_800_000];
const own = [
  ['failed-prediction', 'starts, and fails'],
  ['never-ends', 'starts, and is processed for ever'],
].map(([name, does]) => ({ name: name!, trigger: `run the model sandbox/${name}, or arm it`, does: does! }));

/** Models that run for a while and make pictures, which are gone after an hour. */
export async function replicate(world: World): Promise<Part> {
  const state = await world.keep('replicate', fresh);
  const courier = world.post.courier('replicate', {
    sign: (body, at, id) => standardSeal(Buffer.from(state.value.secret, 'base64'), body, at, `msg_${id}`),
    retryAfterMs,
  });
  const workshop: Workshop = { world, state, courier };
  const timer = setInterval(() => goOn(workshop), lookAgainMs).unref();
  return {
    name: 'replicate',
    title: 'Replicate',
    summary: 'Predictions that take their time and tell when they are done.',
    gauge: () => many(state.value.predictions.length, 'prediction'),
    failures: [...wireFailures, ...own],
    routes: routesOf(workshop),
    reset: () => state.reset(),
    close: () => clearInterval(timer),
  };
}

const refused = (
  status: number,
  title: string,
  detail: string,
  headers: Record<string, string> = {},
): Answer => {
  const made = json({ detail, status, title }, status);
  return { ...made, headers: { ...made.headers, ...headers } };
};

function routesOf(workshop: Workshop): Route[] {
  const { world, state } = workshop;
  const at = (
    method: string,
    path: string,
    handle: (request: Request) => Promise<Answer> | Answer,
  ): Route => ({
    method,
    path: `/api.replicate.com/v1${path}`,
    handle: (request) => {
      if (bearerOf(request) !== token)
        return refused(401, 'Unauthenticated', 'You did not pass a valid authentication token');
      goOn(workshop);
      return handle(request);
    },
  });
  const one = (handle: (found: Prediction) => Answer) => (request: Request) => {
    const found = state.value.predictions.find(({ id }) => id === request.params.id);
    return found ? handle(found) : refused(404, 'Not found', 'The requested resource could not be found.');
  };
  const faces = {
    rateLimited: () =>
      refused(429, 'Throttled', 'Request was throttled. Expected available in 3 second(s).', {
        'retry-after': '3',
      }),
    serverError: () => refused(500, 'Internal server error', 'Something went wrong.'),
    expiredToken: () => refused(401, 'Unauthenticated', 'You did not pass a valid authentication token'),
  };
  return [
    ...onAFaultyWire(world, 'replicate', faces, subjectOf, [
      at('POST', '/predictions', (request) => create(workshop, request)),
      at('POST', '/models/:owner/:name/predictions', (request) => create(workshop, request)),
      at('GET', '/predictions', (request) => list(workshop, request)),
      at(
        'GET',
        '/predictions/:id',
        one((found) => json(spoken(found))),
      ),
      at(
        'POST',
        '/predictions/:id/cancel',
        one((found) => {
          cancel(workshop, found);
          return json(spoken(found));
        }),
      ),
      at('GET', '/webhooks/default/secret', () => json({ key: `whsec_${state.value.secret}` })),
      at('GET', '/account', () => json({ type: 'organization', username: 'sandbox', name: 'Sandbox' })),
    ]),
    {
      method: 'GET',
      path: '/replicate.delivery/xezq/:id/:file',
      handle: (request) => file(workshop, request),
    },
    { method: 'GET', path: '/replicate/pictures/:id', handle: (request) => file(workshop, request) },
    {
      method: 'GET',
      path: '/replicate',
      handle: ({ wantsPage }) =>
        wantsPage
          ? page(overviewPage(world, state.value.predictions))
          : json({ predictions: state.value.predictions.map(spoken) }),
    },
  ];
}

async function subjectOf(request: Request): Promise<string> {
  const body = request.method === 'POST' ? await jsonOf(request) : undefined;
  return [request.params.owner, request.params.name, body?.version].filter(Boolean).join(' ');
}

async function create(workshop: Workshop, request: Request): Promise<Answer> {
  const body = await jsonOf(request);
  if (!body) return refused(400, 'Bad request', 'The request body is not JSON.');
  const { owner, name } = request.params;
  const asked = owner === undefined ? body.version : `${owner}/${name}`;
  if (typeof asked !== 'string' || !/^([\w.-]+\/[\w.-]+(:[0-9a-f]{64})?|[0-9a-f]{64})$/.test(asked))
    return refused(
      422,
      'Invalid version or not permitted',
      'The specified version does not exist (or perhaps you do not have permission to use it?)',
    );
  if (typeof body.input !== 'object' || body.input === null)
    return refused(422, 'Input validation failed', '- input: input is required\n');
  const strange = Object.keys(body).find(
    (one) => !['version', 'input', 'webhook', 'webhook_events_filter', 'stream'].includes(one),
  );
  if (strange !== undefined)
    return refused(422, 'Input validation failed', `- ${strange}: Additional property is not allowed\n`);
  if (body.webhook !== undefined && !isOwnAddress(String(body.webhook)))
    return refused(422, 'Input validation failed', '- webhook: must be an address of this machine\n');
  const events = body.webhook_events_filter ?? webhookEvents;
  if (!Array.isArray(events) || !events.every((event) => webhookEvents.includes(event)))
    return refused(
      422,
      'Input validation failed',
      '- webhook_events_filter: must be start, output, logs or completed\n',
    );
  const [model, version = 'hidden'] = asked.split(':');
  const made = begin(workshop, {
    model: asked.includes('/') ? model! : 'sandbox/model',
    version: asked.includes('/') ? version : asked,
    input: body.input,
    webhook: body.webhook ?? null,
    events,
    failure: failureOf(request) ?? null,
  });
  await waitFor(workshop, made, request);
  return json(spoken(made), isOver(made) ? 201 : 202);
}

/** `Prefer: wait=n` holds the answer until it is done, or n seconds have gone by. */
async function waitFor(workshop: Workshop, made: Prediction, request: Request): Promise<void> {
  const wanted = /^wait(?:=(\d+))?$/.exec(String(request.headers.prefer ?? ''));
  if (!wanted) return;
  const seconds = Math.min(waitSecondsMax, Math.max(1, Number(wanted[1] ?? waitSecondsMax)));
  for (let left = seconds * 1000; left > 0 && !isOver(made); left -= lookAgainMs) {
    await wait(lookAgainMs, undefined, { ref: false });
    goOn(workshop);
  }
}

function list({ state }: Workshop, { url }: Request): Answer {
  const after = url.searchParams.get('cursor') ?? undefined;
  const slice = sliceAfter(state.value.predictions, { limit: pageSize, after });
  if (!slice) return refused(400, 'Bad request', 'Invalid cursor.');
  const next = slice.hasMore
    ? `https://api.replicate.com/v1/predictions?cursor=${slice.data.at(-1)!.id}`
    : null;
  return json({ previous: null, next, results: slice.data.map(spoken) });
}

async function file(workshop: Workshop, { params }: Request): Promise<Answer> {
  goOn(workshop);
  const found = workshop.state.value.predictions.find(({ id }) => id === params.id);
  if (found?.status !== 'succeeded' || found.isRemoved) return refused(404, 'Not found', 'The file is gone.');
  return {
    headers: { 'content-type': 'image/png' },
    body: await pictureOf(found.model + JSON.stringify(found.input)),
  };
}

function overviewPage(world: World, predictions: readonly Prediction[]) {
  return layout({
    title: 'Replicate',
    here: '/replicate',
    now: world.now(),
    live: 'replicate',
    body: html`
<h1>Replicate</h1>
<p class="lead">Models that run for a few seconds of the sandbox's time. What they made is gone an hour later. The
token is <code>${token}</code>.</p>
${
  predictions.length === 0
    ? html`<p class="empty">Nothing has been made yet.</p>`
    : html`<ul class="shop-wares">${predictions.map(
        (one) => html`
<li class="shop-ware">${
          one.status === 'succeeded' && !one.isRemoved
            ? html`<img src="/replicate/pictures/${one.id}" alt="" width="480" height="320" loading="lazy">`
            : html`<p class="empty">${one.isRemoved ? 'gone' : one.status}</p>`
        }
<b>${one.model}</b><span>${String(one.input.prompt ?? '')}</span>
<span class="shop-line"><span class="tag${one.status === 'failed' && html` bad`}">${one.status}</span>
<small>${shortTime(one.createdAt)}</small></span></li>`,
      )}</ul>`
}`,
  });
}
