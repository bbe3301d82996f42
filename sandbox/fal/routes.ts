import { pictureOf } from '../common/picture.ts';
import { jsonOf } from '../common/reading.ts';
import { isOwnAddress } from '../common/returning.ts';
import { type Answer, json, page, type Request, type Route, seeOther } from '../http.ts';
import { html, layout, many, shortTime } from '../page.ts';
import { failureOf, onAFaultyWire, wireFailures } from '../wire-faults.ts';
import type { Part, World } from '../world.ts';
import {
  cancel,
  enqueue,
  failedBody,
  fresh,
  goOn,
  isFailed,
  isGone,
  type Job,
  mannerOf,
  newKey,
  publicKeys,
  type Queue,
  resultOf,
} from './queue.ts';

const credentials = 'sandbox-id:sandbox-secret';
const lookAgainMs = 200;
const keysShownMax = 3;
const own = [
  ['failed-request', 'is done, and what it answers is an error'],
  ['never-ends', 'is in progress for ever'],
].map(([name, does]) => ({ name: name!, trigger: `use the app sandbox/${name}, or arm it`, does: does! }));

/** A queue of models: requests wait, run, and tell when they are done, signed with a key that can change. */
export async function fal(world: World): Promise<Part> {
  const state = await world.keep('fal', fresh);
  const queue: Queue = { world, state, courier: world.post.courier('fal', mannerOf(state)) };
  const timer = setInterval(() => goOn(queue), lookAgainMs).unref();
  return {
    name: 'fal',
    title: 'fal',
    summary: 'A queue of models, told of by signatures with a public key.',
    gauge: () => many(state.value.jobs.length, 'request'),
    failures: [...wireFailures, ...own],
    routes: routesOf(queue),
    reset: () => state.reset(),
    close: () => clearInterval(timer),
  };
}

const refused = (
  status: number,
  detail: unknown,
  type: string,
  headers: Record<string, string> = {},
): Answer => {
  const made = json({ detail }, status);
  return { ...made, headers: { ...made.headers, 'x-fal-error-type': type, ...headers } };
};

function routesOf(queue: Queue): Route[] {
  const { world, state } = queue;
  const faces = {
    rateLimited: () => refused(429, 'Too many requests', 'rate_limited', { 'retry-after': '3' }),
    serverError: () => refused(500, 'Internal server error', 'internal_error'),
    expiredToken: () =>
      refused(401, 'Cannot access application. Authentication is required.', 'unauthorized'),
  };
  return [
    ...onAFaultyWire(world, 'fal', faces, ({ params }) => `${params.owner} ${params.name}`, [
      { method: '*', path: '/queue.fal.run/:owner/:name', handle: (request) => answer(queue, request) },
      { method: '*', path: '/queue.fal.run/:owner/:name/*', handle: (request) => answer(queue, request) },
    ]),
    {
      method: 'GET',
      path: '/rest.fal.ai/.well-known/jwks.json',
      handle: () => json(publicKeys(state.value)),
    },
    { method: 'GET', path: '/v3.fal.media/files/sandbox/:file', handle: (request) => file(queue, request) },
    { method: 'GET', path: '/fal/pictures/:file', handle: (request) => file(queue, request) },
    {
      method: 'GET',
      path: '/fal',
      handle: ({ wantsPage }) => (wantsPage ? page(overviewPage(queue)) : json({ jobs: state.value.jobs })),
    },
    { method: 'POST', path: '/fal/play/rotate', handle: (request) => rotate(queue, request) },
  ];
}

async function answer(queue: Queue, request: Request): Promise<Answer> {
  if (request.headers.authorization !== `Key ${credentials}`)
    return refused(401, 'Cannot access application. Authentication is required.', 'unauthorized');
  goOn(queue);
  const { owner, name, rest = '' } = request.params;
  const app = `${owner}/${name}`;
  const asked = /^requests\/([0-9a-f-]{36})(?:\/(status|cancel))?$/.exec(rest);
  if (!asked)
    return request.method === 'POST'
      ? submit(queue, request, app, rest)
      : refused(405, 'Method Not Allowed', 'method_not_allowed');
  const job = queue.state.value.jobs.find((one) => one.id === asked[1] && one.app === app);
  if (!job) return refused(404, 'Request not found', 'not_found');
  const [, , what] = asked;
  if (request.method === 'PUT' && what === 'cancel')
    return cancel(queue, job)
      ? json({ status: 'CANCELLATION_REQUESTED' }, 202)
      : json({ status: 'ALREADY_COMPLETED' }, 400);
  if (request.method !== 'GET') return refused(405, 'Method Not Allowed', 'method_not_allowed');
  return what === 'status' ? status(queue, request, job) : result(queue, job);
}

async function submit(queue: Queue, request: Request, app: string, path: string): Promise<Answer> {
  const body = await jsonOf(request);
  const problem = (loc: string[], msg: string, type: string) =>
    refused(422, [{ loc, msg, type }], 'validation_error');
  if (!body) return problem(['body'], 'JSON decode error', 'json_invalid');
  if (typeof body.prompt !== 'string' && typeof body.image_url !== 'string')
    return problem(['body', 'prompt'], 'Field required', 'missing');
  const webhook = request.url.searchParams.get('fal_webhook');
  if (webhook !== null && !isOwnAddress(webhook))
    return problem(['query', 'fal_webhook'], 'The address is not on this machine', 'value_error');
  const job = enqueue(queue, {
    app,
    path: path === '' ? '' : `/${path}`,
    input: body,
    webhook,
    failure: failureOf(request) ?? null,
  });
  const made = json({ ...addressesOf(job), status: 'IN_QUEUE', queue_position: 0 });
  return { ...made, headers: { ...made.headers, 'x-fal-request-id': job.id } };
}

const addressesOf = ({ app, id }: Job) => {
  const at = `https://queue.fal.run/${app}/requests/${id}`;
  return {
    request_id: id,
    gateway_request_id: id,
    response_url: at,
    status_url: `${at}/status`,
    cancel_url: `${at}/cancel`,
  };
};

function status(queue: Queue, { url }: Request, job: Job): Answer {
  const facts = { ...addressesOf(job), status: job.status };
  const logs =
    url.searchParams.get('logs') === '1'
      ? [{ message: '100%|██████████|', level: 'INFO', source: 'USER', timestamp: job.createdAt }]
      : null;
  if (job.status === 'IN_QUEUE') {
    const before = queue.state.value.jobs.filter(
      (one) => one.status === 'IN_QUEUE' && one.app === job.app && one.createdAt < job.createdAt,
    );
    return json({ ...facts, queue_position: before.length }, 202);
  }
  if (job.status === 'IN_PROGRESS') return json({ ...facts, logs }, 202);
  return json({ ...facts, status: 'COMPLETED', logs, metrics: { inference_time: 3 } });
}

function result(queue: Queue, job: Job): Answer {
  if (job.status === 'IN_QUEUE' || job.status === 'IN_PROGRESS')
    return refused(400, 'Request is still in progress', 'request_in_progress');
  if (job.status === 'CANCELLED') return refused(499, 'Request was cancelled', 'client_cancelled');
  if (isGone(queue, job)) return refused(404, 'The result is gone', 'not_found');
  if (isFailed(job)) return refused(422, failedBody.detail, 'content_policy_violation');
  const made = json(resultOf(job));
  return { ...made, headers: { ...made.headers, 'x-fal-request-id': job.id } };
}

async function file(queue: Queue, { params }: Request): Promise<Answer> {
  const job = queue.state.value.jobs.find(({ id }) => `${id}.png` === params.file);
  if (job?.status !== 'COMPLETED' || isFailed(job) || isGone(queue, job))
    return refused(404, 'The file is gone', 'not_found');
  return {
    headers: { 'content-type': 'image/png' },
    body: await pictureOf(job.app + JSON.stringify(job.input)),
  };
}

/** Signs with a new key from now on. Who keeps the old set must ask again. */
function rotate({ world, state }: Queue, request: Request): Answer {
  state.value.keys = [newKey(), ...state.value.keys].slice(0, keysShownMax);
  state.changed();
  world.journal.stirred('fal');
  return request.wantsPage ? seeOther('/fal') : json(publicKeys(state.value));
}

function overviewPage(queue: Queue) {
  const { jobs } = queue.state.value;
  return layout({
    title: 'fal',
    here: '/fal',
    now: queue.world.now(),
    live: 'fal',
    body: html`
<h1>fal</h1>
<p class="lead">Requests wait a second and run for three. The key is <code>${credentials}</code>.</p>
${
  jobs.length === 0
    ? html`<p class="empty">Nothing has been asked for yet.</p>`
    : html`<ul class="shop-wares">${jobs.map(
        (job) => html`
<li class="shop-ware">${
          job.status === 'COMPLETED' && !isFailed(job) && !isGone(queue, job)
            ? html`<img src="/fal/pictures/${job.id}.png" alt="" width="480" height="320" loading="lazy">`
            : html`<p class="empty">${isGone(queue, job) ? 'gone' : job.status.toLowerCase().replace('_', ' ')}</p>`
        }
<b>${job.app}${job.path}</b><span>${String(job.input.prompt ?? '')}</span>
<span class="shop-line"><span class="tag${isFailed(job) && html` bad`}">${job.status}</span>
<small>${shortTime(job.createdAt)}</small></span></li>`,
      )}</ul>`
}
<section class="split"><div><h2>Another key</h2><p>What is told from now on is signed with a new one.</p></div>
<form method="post" action="/fal/play/rotate"><button class="quiet">Change the key</button></form></section>`,
  });
}
