import { randomBytes } from 'node:crypto';
import { ofTomorrow } from '../common/reading.ts';
import type { Courier } from '../courier.ts';
import type { Kept } from '../keep.ts';
import type { World } from '../world.ts';

const startsAfterMs = 1_000;
const takesMs = 4_000;
/** What came in and went out over the API is deleted then, files and all. */
export const keptMs = 3_600_000;
const predictionsKeptMax = 300;

export const webhookEvents = ['start', 'output', 'logs', 'completed'] as const;
type WebhookEvent = (typeof webhookEvents)[number];
type Status = 'starting' | 'processing' | 'succeeded' | 'failed' | 'canceled';

export interface Prediction {
  readonly id: string;
  readonly model: string;
  readonly version: string;
  input: Readonly<Record<string, unknown>>;
  readonly webhook: string | null;
  readonly events: readonly WebhookEvent[];
  readonly failure: string | null;
  readonly createdAt: string;
  startedAt: string | null;
  completedAt: string | null;
  status: Status;
  isRemoved: boolean;
}
export interface ReplicateState {
  predictions: Prediction[];
  /** Base64 of what deliveries are signed with. */
  secret: string;
}
export const fresh = (): ReplicateState => ({
  predictions: [],
  secret: randomBytes(32).toString('base64'),
});

export interface Workshop {
  readonly world: World;
  readonly state: Kept<ReplicateState>;
  readonly courier: Courier;
}

export function begin(
  { world, state }: Workshop,
  facts: Pick<Prediction, 'model' | 'version' | 'input' | 'webhook' | 'events' | 'failure'>,
): Prediction {
  const made: Prediction = {
    ...facts,
    id: randomBytes(13).toString('hex'),
    createdAt: world.now().toISOString(),
    startedAt: null,
    completedAt: null,
    status: 'starting',
    isRemoved: false,
  };
  state.value.predictions.unshift(made);
  state.value.predictions.length = Math.min(state.value.predictions.length, predictionsKeptMax);
  stir({ world, state });
  return made;
}

function stir({ world, state }: Pick<Workshop, 'world' | 'state'>): void {
  state.changed();
  world.journal.stirred('replicate');
}

export const isOver = ({ status }: Prediction) => ['succeeded', 'failed', 'canceled'].includes(status);

/** Every prediction as far as time has come: it starts, ends and is forgotten; each step is told. */
export function goOn(workshop: Workshop): void {
  const now = workshop.world.now().getTime();
  for (const one of workshop.state.value.predictions.toReversed()) {
    const at = Date.parse(one.createdAt);
    if (one.status === 'starting' && at + startsAfterMs <= now) start(workshop, one, at + startsAfterMs);
    if (one.status === 'processing' && at + takesMs <= now && one.failure !== 'never-ends')
      finish(workshop, one, one.failure === 'failed-prediction' ? 'failed' : 'succeeded', at + takesMs);
    if (!one.isRemoved && isOver(one) && Date.parse(one.completedAt!) + keptMs <= now) {
      Object.assign(one, { isRemoved: true, input: {} });
      stir(workshop);
    }
  }
}

function start(workshop: Workshop, one: Prediction, at: number): void {
  Object.assign(one, { status: 'processing', startedAt: new Date(at).toISOString() });
  tell(workshop, one, 'start');
  tell(workshop, one, 'logs');
  stir(workshop);
}

function finish(workshop: Workshop, one: Prediction, status: Status, at: number): void {
  Object.assign(one, { status, completedAt: new Date(at).toISOString() });
  if (status === 'succeeded') tell(workshop, one, 'output');
  tell(workshop, one, 'completed');
  stir(workshop);
}

export function cancel(workshop: Workshop, one: Prediction): void {
  if (!isOver(one)) finish(workshop, one, 'canceled', workshop.world.now().getTime());
}

function tell({ courier }: Workshop, one: Prediction, event: WebhookEvent): void {
  if (one.webhook === null || !one.events.includes(event)) return;
  const shown = spoken(one);
  courier.send({
    url: one.webhook,
    about: `${event} of ${one.model}`,
    body: JSON.stringify(one.failure === 'unknown-fields' ? { ...ofTomorrow, ...shown } : shown),
    failure: one.failure ?? undefined,
  });
}

export function spoken(one: Prediction) {
  const { id, model, version, status, startedAt, completedAt, createdAt, isRemoved } = one;
  const seconds = (from: string) => (Date.parse(completedAt!) - Date.parse(from)) / 1000;
  const at = `https://api.replicate.com/v1/predictions/${id}`;
  return {
    id,
    model,
    version,
    status,
    input: one.input,
    output: status === 'succeeded' && !isRemoved ? [`https://replicate.delivery/xezq/${id}/out-0.png`] : null,
    error: status === 'failed' ? 'The model did not manage.' : null,
    logs: startedAt === null || isRemoved ? '' : 'Using seed: 1\n100%|██████████|\n',
    metrics:
      completedAt !== null && startedAt !== null
        ? { predict_time: seconds(startedAt), total_time: seconds(createdAt) }
        : {},
    created_at: createdAt,
    started_at: startedAt,
    completed_at: completedAt,
    source: 'api',
    data_removed: isRemoved,
    urls: { get: at, cancel: `${at}/cancel`, web: `https://replicate.com/p/${id}` },
  };
}
