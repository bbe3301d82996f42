import { z } from 'zod';
import {
  type Exchange,
  exchange,
  isGood,
  type Outside,
  readShape,
  type Told,
  trouble,
  troubleByStatus,
} from '../answer.ts';
import { count, id, number, present, text } from '../fields.ts';
import type { Trouble } from '../trouble.ts';
import type { Call } from '../wire.ts';

export interface FalOptions extends Outside {
  /** `<id>:<secret>` */
  readonly key: string;
}

export interface FalRequest {
  /** `fal-ai/flux/dev`: owner, app, and what of the app. */
  readonly app: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly webhookUrl?: string;
  readonly priority?: 'normal' | 'low';
  /** Given up when nothing began to work on it by then. */
  readonly startWithinSeconds?: number;
}

export interface FalStatus {
  readonly state: 'queued' | 'running' | 'completed';
  readonly queuePosition?: number;
  readonly inferenceSeconds?: number;
}

export type Fal = ReturnType<typeof openFal>;

const provider = 'fal';
const base = 'https://queue.fal.run';

export const openFal = (options: FalOptions) => ({
  /** There is no key that makes it one when it is sent twice. */
  submit: async ({ app, input, webhookUrl, priority, startWithinSeconds }: FalRequest) => {
    const asked = await ask(options, {
      method: 'POST',
      url: `${base}/${appOf(app).whole}`,
      name: 'POST /requests',
      query: { fal_webhook: webhookUrl },
      headers: present({
        'x-fal-queue-priority': priority,
        'x-fal-request-timeout': startWithinSeconds?.toString(),
      }) as Record<string, string>,
      json: input,
    });
    const Submitted = z.object({ request_id: id, queue_position: count });
    const { request_id, queue_position } = readShape(Submitted, asked);
    return present({ requestId: request_id, queuePosition: queue_position });
  },

  /** `completed` may be a failure still: only the result tells. */
  status: async (app: string, requestId: string): Promise<FalStatus> =>
    readShape(
      Status,
      await ask(options, {
        method: 'GET',
        url: `${requestAddress(app, requestId)}/status`,
        name: 'GET /requests/{id}/status',
      }),
    ),

  /** What came out; a failed one is `rejected`, one that is not ready `unavailable`. */
  result: async (app: string, requestId: string): Promise<unknown> => {
    const asked = await askAnyhow(options, {
      method: 'GET',
      url: requestAddress(app, requestId),
      name: 'GET /requests/{id}',
    });
    if (asked.reply.status === 202) throw trouble(asked, 'unavailable', { code: 'in_progress' });
    if (!isGood(asked.reply)) throw resultTrouble(asked);
    return readShape(z.json(), asked);
  },

  cancel: async (app: string, requestId: string): Promise<'requested' | 'completed'> => {
    const asked = await askAnyhow(options, {
      method: 'PUT',
      url: `${requestAddress(app, requestId)}/cancel`,
      name: 'PUT /requests/{id}/cancel',
      isRepeatable: true,
    });
    if (isGood(asked.reply)) return 'requested';
    const { status } = z.object({ status: text }).catch({}).parse(asked.reply.json);
    if (status === 'ALREADY_COMPLETED') return 'completed';
    throw troubleByStatus(asked, toldOf(asked));
  },
});

const Status = z
  .object({
    status: z.enum(['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED']),
    queue_position: count,
    metrics: z.object({ inference_time: number }).optional().catch(undefined),
  })
  .transform(
    ({ status, queue_position, metrics }): FalStatus =>
      present({
        state: ({ IN_QUEUE: 'queued', IN_PROGRESS: 'running', COMPLETED: 'completed' } as const)[status],
        queuePosition: queue_position,
        inferenceSeconds: metrics?.inference_time,
      }),
  );

/** Requests belong to the app, without what of it was asked; some owners have one part more. */
function appOf(app: string): { whole: string; root: string } {
  const parts = app.split('/');
  const rootParts = parts[0] === 'workflows' || parts[0] === 'comfy' ? 3 : 2;
  const isGoodName = parts.length >= rootParts && parts.every((part) => /^[\w-][\w.-]*$/.test(part));
  if (!isGoodName) throw new TypeError('An app is named owner/app/path.');
  return { whole: app, root: parts.slice(0, rootParts).join('/') };
}

const requestAddress = (app: string, requestId: string) =>
  `${base}/${appOf(app).root}/requests/${encodeURIComponent(requestId)}`;

async function ask(options: FalOptions, call: Call): Promise<Exchange> {
  const asked = await askAnyhow(options, call);
  if (!isGood(asked.reply)) throw troubleByStatus(asked, toldOf(asked));
  return asked;
}

const askAnyhow = ({ key, ...outside }: FalOptions, call: Call) =>
  exchange(provider, outside, { ...call, headers: { ...call.headers, authorization: `Key ${key}` } });

/** A model that failed answers with its own status, however often it is asked. */
function resultTrouble(asked: Exchange): Trouble {
  const told = toldOf(asked);
  const { status } = asked.reply;
  if (status === 400 && /in progress|in queue/i.test(told.words ?? ''))
    return trouble(asked, 'unavailable', { ...told, code: 'in_progress' });
  const isOfTheRequest = status >= 500 && told.code !== undefined;
  return isOfTheRequest ? trouble(asked, 'rejected', told) : troubleByStatus(asked, told);
}

const Detail = z.object({
  detail: z.union([
    z.string(),
    z.array(z.object({ msg: z.string().catch(''), type: text })).transform((all) => all[0]),
  ]),
  error_type: text,
});

function toldOf({ reply }: Exchange): Told {
  const read = Detail.safeParse(reply.json);
  const detail = read.success ? read.data.detail : undefined;
  const [words, type] = typeof detail === 'string' ? [detail, undefined] : [detail?.msg, detail?.type];
  const { headers } = reply;
  return {
    code: headers.get('x-fal-error-type') ?? (read.success ? read.data.error_type : undefined) ?? type,
    words,
    trace: headers.get('x-fal-request-id') ?? undefined,
  };
}
