import { z } from 'zod';
import {
  after,
  comeAgainAt,
  type Exchange,
  exchange,
  isGood,
  type Outside,
  readShape,
  type Told,
  trouble,
  troubleByStatus,
} from '../answer.ts';
import { flag, id, moment, number, present, text } from '../fields.ts';
import type { Trouble } from '../trouble.ts';
import type { Call } from '../wire.ts';

export interface ReplicateOptions extends Outside {
  readonly token: string;
}

export interface PredictionToMake {
  /** `owner/name` of an official model, or a version's id. */
  readonly model: { readonly name: string } | { readonly version: string };
  readonly input: Readonly<Record<string, unknown>>;
  /** Where it tells that it is over. */
  readonly webhookUrl?: string;
  readonly webhookEvents?: readonly ('start' | 'output' | 'logs' | 'completed')[];
}

export type Replicate = ReturnType<typeof openReplicate>;

const provider = 'replicate';
const base = 'https://api.replicate.com/v1';

/** From one of these it does not go on; what comes in later and says otherwise is late. */
export const isSettled = (status: string) => ['succeeded', 'failed', 'canceled', 'aborted'].includes(status);

export type Prediction = z.output<typeof Prediction>;
const Prediction = z
  .object({
    id,
    model: text,
    version: text,
    status: z.string(),
    output: z.unknown(),
    error: z.unknown(),
    logs: text,
    metrics: z.object({ predict_time: number, total_time: number }).partial().nullish().catch(undefined),
    created_at: moment,
    started_at: moment,
    completed_at: moment,
    data_removed: flag,
  })
  .transform((read) =>
    present({
      id: read.id,
      model: read.model,
      version: read.version,
      status: read.status,
      /** Its files are gone an hour after the end. */
      output: read.output ?? undefined,
      error: read.error == null ? undefined : wordsOf(read.error),
      logs: read.logs,
      predictSeconds: read.metrics?.predict_time,
      createdAt: read.created_at,
      startedAt: read.started_at,
      completedAt: read.completed_at,
      isDataRemoved: read.data_removed,
    }),
  );

const wordsOf = (error: unknown) => (typeof error === 'string' ? error : JSON.stringify(error));

/** What a webhook brings; undefined when it is no prediction. */
export function readPrediction(json: unknown): Prediction | undefined {
  const read = Prediction.safeParse(json);
  return read.success ? read.data : undefined;
}

export const openReplicate = (options: ReplicateOptions) => ({
  /** There is no key that makes it one when it is asked for twice. */
  create: async ({ model, input, webhookUrl, webhookEvents }: PredictionToMake): Promise<Prediction> => {
    const asked = await ask(options, {
      method: 'POST',
      url: 'name' in model ? `${base}/models/${pathOf(model.name)}/predictions` : `${base}/predictions`,
      name: 'POST /predictions',
      json: {
        input,
        ...('version' in model && { version: model.version }),
        ...(webhookUrl !== undefined && {
          webhook: webhookUrl,
          webhook_events_filter: webhookEvents ?? ['completed'],
        }),
      },
    });
    return readShape(Prediction, asked);
  },

  prediction: async (predictionId: string): Promise<Prediction> =>
    readShape(
      Prediction,
      await ask(options, {
        method: 'GET',
        url: `${base}/predictions/${encodeURIComponent(predictionId)}`,
        name: 'GET /predictions/{id}',
      }),
    ),

  /** One that is over stays what it is. */
  cancel: async (predictionId: string): Promise<Prediction> =>
    readShape(
      Prediction,
      await ask(options, {
        method: 'POST',
        url: `${base}/predictions/${encodeURIComponent(predictionId)}/cancel`,
        name: 'POST /predictions/{id}/cancel',
        isRepeatable: true,
      }),
    ),

  /** `whsec_…`, for `verifyReplicate`: one for all webhooks of the account. */
  webhookSecret: async (): Promise<string> => {
    const asked = await ask(options, {
      method: 'GET',
      url: `${base}/webhooks/default/secret`,
      name: 'GET /webhooks/default/secret',
    });
    return readShape(z.object({ key: z.string().min(1) }), asked).key;
  },
});

/** Two words and a slash: a name from outside must not choose another path. */
function pathOf(name: string): string {
  if (!/^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(name)) throw new TypeError('A model is named owner/name.');
  return name;
}

async function ask({ token, ...outside }: ReplicateOptions, call: Call): Promise<Exchange> {
  const asked = await exchange(provider, outside, {
    ...call,
    headers: { authorization: `Bearer ${token}` },
  });
  if (!isGood(asked.reply)) throw replicateTrouble(asked);
  return asked;
}

const Problem = z.object({ detail: text, title: text });

function replicateTrouble(asked: Exchange): Trouble {
  const read = Problem.safeParse(asked.reply.json);
  const told: Told = read.success ? { code: read.data.title, words: read.data.detail } : {};
  const seconds = /available in (\d{1,6}) second/.exec(told.words ?? '')?.[1];
  if (asked.reply.status !== 429 || seconds === undefined) return troubleByStatus(asked, told);
  const until = asked.reply.headers.has('retry-after')
    ? comeAgainAt(asked)
    : after(asked.now, Math.max(1, Number(seconds)) * 1000);
  return trouble(asked, 'rate_limited', { ...told, until });
}
