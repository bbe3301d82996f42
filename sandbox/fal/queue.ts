import { createHash, createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { ofTomorrow } from '../common/reading.ts';
import { secondsOf } from '../common/sealing.ts';
import type { Courier, Manner } from '../courier.ts';
import type { Kept } from '../keep.ts';
import type { World } from '../world.ts';

const startsAfterMs = 1_000;
const takesMs = 4_000;
const keptMs = 3_600_000;
const requestsKeptMax = 300;
const userId = 'sandbox|user';
const minuteMs = 60_000;
const retryAfterMs = [0.5, 1, 2, 4, 8, 12, 18, 20, 25, 29].map((minutes) => minutes * minuteMs);

export interface Job {
  readonly id: string;
  /** `fal-ai/flux/dev`; status and result are asked for without what follows the second word. */
  readonly app: string;
  readonly path: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly webhook: string | null;
  readonly failure: string | null;
  readonly createdAt: string;
  completedAt: string | null;
  status: 'IN_QUEUE' | 'IN_PROGRESS' | 'COMPLETED' | 'CANCELLED';
}
interface Key {
  readonly kid: string;
  readonly secret: Readonly<Record<string, string>>;
}
export interface FalState {
  jobs: Job[];
  /** The newest signs; older ones are still shown. */
  keys: Key[];
}
export interface Queue {
  readonly world: World;
  readonly state: Kept<FalState>;
  readonly courier: Courier;
}

export const fresh = (): FalState => ({ jobs: [], keys: [newKey()] });

export function newKey(): Key {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { kid: randomUUID(), secret: privateKey.export({ format: 'jwk' }) as Record<string, string> };
}

export const publicKeys = ({ keys }: FalState) => ({
  keys: keys.map(({ kid, secret: { kty, crv, x } }) => ({ kty, crv, x, kid, use: 'sig', alg: 'EdDSA' })),
});

export const mannerOf = (state: Kept<FalState>): Manner => ({
  retryAfterMs,
  sign: (body, at) => {
    const { request_id: requestId } = JSON.parse(body) as { request_id: string };
    const timestamp = String(secondsOf(at));
    const digest = createHash('sha256').update(body).digest('hex');
    const key = createPrivateKey({ key: state.value.keys[0]!.secret, format: 'jwk' });
    const words = [requestId, userId, timestamp, digest].join('\n');
    return {
      'x-fal-webhook-request-id': requestId,
      'x-fal-webhook-user-id': userId,
      'x-fal-webhook-timestamp': timestamp,
      'x-fal-webhook-signature': sign(null, Buffer.from(words), key).toString('hex'),
    };
  },
});

export function enqueue(
  { world, state }: Queue,
  facts: Pick<Job, 'app' | 'path' | 'input' | 'webhook' | 'failure'>,
): Job {
  const made: Job = {
    ...facts,
    id: randomUUID(),
    createdAt: world.now().toISOString(),
    completedAt: null,
    status: 'IN_QUEUE',
  };
  state.value.jobs.unshift(made);
  state.value.jobs.length = Math.min(state.value.jobs.length, requestsKeptMax);
  stir({ world, state });
  return made;
}

function stir({ world, state }: Pick<Queue, 'world' | 'state'>): void {
  state.changed();
  world.journal.stirred('fal');
}

/** Every request as far as time has come. */
export function goOn(queue: Queue): void {
  const now = queue.world.now().getTime();
  for (const job of queue.state.value.jobs.toReversed()) {
    const at = Date.parse(job.createdAt);
    if (job.status === 'IN_QUEUE' && at + startsAfterMs <= now) {
      job.status = 'IN_PROGRESS';
      stir(queue);
    }
    if (job.status !== 'IN_PROGRESS' || at + takesMs > now || job.failure === 'never-ends') continue;
    Object.assign(job, { status: 'COMPLETED', completedAt: new Date(at + takesMs).toISOString() });
    tell(queue, job);
    stir(queue);
  }
}

export function cancel(queue: Queue, job: Job): boolean {
  if (job.status === 'COMPLETED' || job.status === 'CANCELLED') return false;
  Object.assign(job, { status: 'CANCELLED', completedAt: queue.world.now().toISOString() });
  stir(queue);
  return true;
}

export const isFailed = ({ failure }: Job) => failure === 'failed-request';
export const isGone = ({ world }: Pick<Queue, 'world'>, { completedAt }: Job) =>
  completedAt !== null && Date.parse(completedAt) + keptMs <= world.now().getTime();

export const failedBody = {
  detail: [
    { loc: ['body', 'prompt'], msg: 'The content could not be processed.', type: 'content_policy_violation' },
  ],
};

export const resultOf = ({ id, input }: Job) => ({
  images: [
    {
      url: `https://v3.fal.media/files/sandbox/${id}.png`,
      content_type: 'image/png',
      file_name: `${id}.png`,
      width: 512,
      height: 512,
    },
  ],
  seed: 1,
  prompt: input.prompt ?? '',
  has_nsfw_concepts: [false],
  timings: { inference: 3 },
});

function tell({ courier }: Queue, job: Job): void {
  if (job.webhook === null) return;
  const isOk = !isFailed(job);
  courier.send({
    url: job.webhook,
    about: `${job.app}${job.path} ${isOk ? 'is done' : 'failed'}`,
    failure: job.failure ?? undefined,
    body: JSON.stringify({
      ...(job.failure === 'unknown-fields' && ofTomorrow),
      request_id: job.id,
      gateway_request_id: job.id,
      status: isOk ? 'OK' : 'ERROR',
      ...(!isOk && { error: 'Unexpected status code: 422' }),
      payload: isOk ? resultOf(job) : failedBody,
    }),
  });
}
