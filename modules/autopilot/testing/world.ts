import { z } from 'zod';
import { openAi } from '../../../kit/ai/ai.ts';
import { chatModel } from '../../../kit/ai/testing.ts';
import type { Actor, Ctx, Unit } from '../../../kit/ctx.ts';
import { newId, type WorkspaceId } from '../../../kit/ids.ts';
import type { Module } from '../../../kit/module.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import { connectionsOutside } from '../../connections/testing.ts';
import { type Begun, beginConversation, openChannel, said } from '../../inbox/testing.ts';
import { hashedEmbedder, indexAll, typedDocument } from '../../knowledge/testing.ts';
import { newWorkspace } from '../../workspaces/testing.ts';
import { runDecide } from '../deciding/decide.ts';
import { runHearMessage } from '../deciding/hearing.ts';
import { DecisionId } from '../ids/contract.ts';
import type { AutopilotOutside } from '../outside.ts';
import { persona } from '../personas/testing.ts';
import type { GivenSettings } from '../settings/contract.ts';
import { settled } from '../settings/testing.ts';
import { modulesBelow } from './modules.ts';

const model = 'openai/gpt-5-mini';
const shop =
  'We ship linen to Austria within three working days. Shipping costs 4.90 €.\n\n' +
  'Returns are free for thirty days. The dress Lina is made of washed linen.';

const Made = z.object({
  id: DecisionId,
  messageId: z.string().nullable(),
  status: z.string(),
  decision: z.string().nullable(),
  matchedRule: z.string().nullable(),
  replyId: z.string().nullable(),
  sources: z.array(
    z.looseObject({
      content: z.string(),
      spans: z.array(z.looseObject({ start: z.number(), end: z.number() })),
    }),
  ),
});

/**
 * A shop that has written something down, a machine that answers for it by the sandbox’s models, and a customer.
 * `autopilot` is given by the test, since what is made for tests knows no routes either.
 */
export async function autopilotWorld(
  autopilot: Module<AutopilotOutside>,
  given: Partial<GivenSettings> = {},
) {
  const w = await newWorkspace([...modulesBelow, autopilot]);
  const place = { ground: w.ground, workspaceId: w.workspaceId };
  const outside: AutopilotOutside = { ...(await connectionsOutside()), aiOf: await sandboxAi(w) };
  await settled(place, { model, ...given });
  await persona(place, { autonomyLevel: 3, discloses: 'when_asked' });
  await indexAll(place, [await typedDocument(place, { title: 'The shop', body: shop })]);
  const channelId = await openChannel(place);
  const begun = await beginConversation(place, { channelId });
  const as = <T>(actor: Actor, fn: (ctx: Ctx) => Promise<T>) =>
    workIn(w.ground, w.workspaceId, { actor }, fn);
  const system = <T>(fn: (ctx: Ctx) => Promise<T>) => as({ kind: 'system' }, fn);
  const unit = (): Unit => ({
    ...{ workspaceId: w.workspaceId, jobId: newId(z.uuid()), log: w.ground.log },
    ...{ signal: new AbortController().signal, work: system, progress: async () => undefined },
  });
  const world = { ...w, place, outside, channelId, begun, as, system, unit, clock: w.ground.clock };
  return { ...world, ...deedsIn(world) };
}
export type AutopilotWorld = Awaited<ReturnType<typeof autopilotWorld>>;

interface World {
  readonly place: { readonly ground: Ground; readonly workspaceId: WorkspaceId };
  readonly outside: AutopilotOutside;
  readonly begun: Begun;
  readonly system: <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>;
  readonly unit: () => Unit;
  readonly clock: { move(ms: number): void };
}

function deedsIn({ place, outside, begun, system, unit, clock }: World) {
  const rows = <T>(shape: z.ZodType<T>, query: Sql) => system(({ tx }) => tx.many(shape, query));
  const decisions = () =>
    rows(
      Made,
      sql`
      select id, message_id, status, decision, matched_rule, reply_id, sources from autopilot.decisions
       order by created_at, id`,
    );
  const heard = async (body: string, inside: Begun = begun) => {
    clock.move(10_000);
    const messageId = await said(place, inside, { body });
    await runHearMessage(unit(), { messageId });
    const [row] = await rows(
      z.object({ id: DecisionId }),
      sql`select id from autopilot.decisions where message_id = ${messageId}`,
    );
    return { messageId, decisionId: row?.id };
  };
  const decide = (decisionId: DecisionId, inUnit = unit()) => runDecide(inUnit, { decisionId }, outside);
  return {
    rows,
    decisions,
    heard,
    decide,
    /** They write, and the machine decides. */
    async asked(body: string, inside: Begun = begun) {
      const { decisionId } = await heard(body, inside);
      if (decisionId) await decide(decisionId);
      return (await decisions()).find(({ id }) => id === decisionId)!;
    },
    /** What the machine wrote, oldest first. */
    replies: async ({ conversationId }: Begun = begun) =>
      (
        await rows(
          z.object({ body: z.string(), status: z.string() }),
          sql`
          select body, status from inbox.messages
           where conversation_id = ${conversationId} and author = 'autopilot' and direction = 'outbound'
           order by happened_at, id`,
        )
      ).filter(({ status }) => status !== 'cancelled'),
  };
}

async function sandboxAi({ ground }: Pick<Awaited<ReturnType<typeof newWorkspace>>, 'ground'>) {
  const { sandbox } = await connectionsOutside();
  const embedder = hashedEmbedder();
  const ai = openAi({
    house: { baseUrl: `${sandbox.url}/openrouter.ai/api/v1`, key: 'sk-or-sandbox', dialect: 'openrouter' },
    models: (id) => chatModel(id),
    meter: async () => undefined,
    allow: async () => undefined,
    clock: ground.clock,
    log: ground.log,
  });
  const never = new AbortController().signal;
  return async () => ({
    ...{ ai, chatModel: model, embeddingModel: embedder.model },
    embed: (texts: readonly string[], signal?: AbortSignal) => embedder.embed(texts, signal ?? never),
  });
}
