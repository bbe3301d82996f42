import { AiTrouble } from '../../../kit/ai/trouble.ts';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { showTyping } from '../../inbox/index.ts';
import { questionModel, searchKnowledge } from '../../knowledge/index.ts';
import { toolsOf } from '../answering/registry.ts';
import { asMachine } from '../answering/sending.ts';
import { useTool } from '../answering/using.ts';
import { DecisionId } from '../ids/contract.ts';
import type { AiPurpose, AutopilotOutside, WorkspaceAi } from '../outside.ts';
import { askModel } from './asking.ts';
import { type Deps, decideOn } from './deciding.ts';
import * as db from './decisions.sql.ts';
import { type Loaded, load } from './loading.ts';
import { nearestOf } from './nearness.ts';
import { giveUp, overtake, settle } from './settling.ts';
import type { Snapshot, Source } from './snapshot.ts';

type Named = { readonly decisionId: DecisionId };
/** From then on it is a person's. */
export const attemptsMax = 5;

/**
 * Three steps, and no transaction is open while a model thinks: what is there, what is to be done, and that it is done.
 * Ended anywhere in between, it is begun again, and what went out goes out once: its id is the decision's.
 */
export async function runDecide(unit: Unit, { decisionId }: Named, outside: AutopilotOutside): Promise<void> {
  const begun = await unit.work((ctx) => begin(ctx, decisionId, outside));
  if (!begun) return;
  const deps = depsOf(unit, outside, begun, callsFor(decisionId));
  const decided = await decideOn(begun.snapshot, announced(unit, begun, deps));
  await unit.work((ctx) => settle(ctx, decisionId, begun, decided));
}

/** Whoever may be answered without a person sees that an answer is coming while the model thinks. */
function announced(unit: Unit, { talk, snapshot }: Loaded, deps: Deps): Deps {
  if (!talk || snapshot.persona.autonomyLevel === 0) return deps;
  return {
    ...deps,
    async ask(seen, sources) {
      await unit.work((ctx) => showTyping(asMachine(ctx), talk.conversationId));
      return deps.ask(seen, sources);
    },
  };
}

async function begin(
  ctx: Ctx,
  decisionId: DecisionId,
  outside: AutopilotOutside,
): Promise<Loaded | undefined> {
  const held = await db.holdUnderWay(ctx.tx, decisionId);
  if (!held) return undefined;
  const loaded = await load(asMachine(ctx), held, toolsOf(outside));
  if ('over' in loaded) await overtake(ctx, held, loaded.over);
  else if (held.attempts >= attemptsMax) await giveUp(ctx, held);
  else {
    await db.countAttempt(ctx.tx, decisionId, held.attempts + 1);
    return loaded;
  }
  return undefined;
}

const questionLengthMax = 500;
const sourcesMax = 5;

export const callsFor = (id: DecisionId): AiPurpose => ({
  purpose: 'autopilot.decide',
  subject: { type: 'decision', id },
});

/** The world as deciding asks it, with models opened when the first is needed. */
export function depsOf(
  unit: Pick<Unit, 'workspaceId' | 'work' | 'signal' | 'log'>,
  outside: AutopilotOutside,
  { snapshot, talk, remark }: Loaded,
  calledFor: AiPurpose,
): Deps {
  let opened: Promise<WorkspaceAi | undefined> | undefined;
  const models = () => {
    opened ??= opening(outside, unit, { ...calledFor, isOnComment: remark !== null });
    return opened;
  };
  const required = async () => {
    const found = await models();
    if (!found) throw new AiTrouble('no_such_model', { detail: 'no models in this workspace' });
    return found;
  };
  const { signal } = unit;
  return {
    nearest: async (asked, examples) => nearestOf(await models(), unit, asked, examples),
    search: async (asked) => search(unit, await models(), asked.slice(-questionLengthMax), snapshot),
    ask: async (seen, sources) => {
      const ai = await required();
      const { model } = seen.settings;
      const chatModel = ai.canAsk?.(model) ? model : ai.chatModel || model;
      return askModel({ ...ai, chatModel }, seen, sources, signal);
    },
    reads: (name) => toolsOf(outside).all.some((one) => one.name === name && one.readsOnly),
    use: (name, input) =>
      useTool(
        toolsOf(outside),
        snapshot.persona,
        { name, input },
        {
          ...{ workspaceId: unit.workspaceId, work: unit.work, signal, log: unit.log, asked: snapshot.asked },
          locationId: snapshot.locationId,
          ...{ conversationId: talk?.conversationId ?? null, contactId: talk?.contactId ?? null },
          ...{ decisionId: DecisionId.parse(calledFor.subject.id), deedId: null },
        },
      ),
  };
}

/** Where there are no models to be had, everything that needs one is a person's. */
async function opening({ aiOf }: AutopilotOutside, unit: Pick<Unit, 'workspaceId'>, calledFor: AiPurpose) {
  try {
    return await aiOf?.(unit, calledFor);
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return undefined;
    throw error;
  }
}

/** By meaning where the question can be placed beside what is written down, by its words in any case. */
async function search(
  unit: Pick<Unit, 'work' | 'signal'>,
  models: WorkspaceAi | undefined,
  q: string,
  { locationId }: Snapshot,
): Promise<Source[]> {
  const model = await unit.work((ctx) => questionModel(asMachine(ctx)));
  const isSame = model !== null && models?.embeddingModel === model;
  const vector = isSame ? await embedded(models, q, unit.signal) : undefined;
  const embedding = vector && { model: model!, vector };
  const { items } = await unit.work((ctx) =>
    searchKnowledge(asMachine(ctx), { q, embedding, location: locationId, limit: sourcesMax }),
  );
  return items.map(({ pieceId, documentId, faqId, title, content, start, score }) => ({
    ...{ pieceId, documentId, faqId, title, content, start, score },
  }));
}

/** Without a vector it is searched by words: no reason to leave somebody without an answer. */
async function embedded(models: WorkspaceAi, q: string, signal: AbortSignal) {
  try {
    const [vector] = await models.embed([q], signal);
    return vector;
  } catch (error) {
    if (error instanceof AiTrouble && error.kind !== 'aborted') return undefined;
    throw error;
  }
}
