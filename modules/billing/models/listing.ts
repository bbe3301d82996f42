import { z } from 'zod';
import type { Ctx } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { builtInModel, builtInModels } from './catalogue.ts';
import {
  AiModelId,
  type AiModelKind,
  aiModelsMax,
  ModelName,
  microMax,
  unpricedModelsMax,
  usualCallMicro,
} from './contract.ts';
import * as db from './models.sql.ts';

type Known = db.KnownModel;

const withIds = (models: readonly Known[]) => models.map((model) => ({ ...model, id: newId(AiModelId) }));

/** The first time a workspace looks, or calls. Once it has models, this changes nothing. */
export async function ensureModels({ tx, workspaceId, now }: Ctx): Promise<void> {
  const { count } = await db.countModels(tx, 1);
  if (count === 0) await db.insertModels(tx, workspaceId, withIds(builtInModels), now);
}

export const takeBuiltIn = (ctx: Ctx) => takeList(ctx, builtInModels);

/** What a list names is on offer, and what it does not is gone. Entered by hand or retired, it stays as it is. */
export async function takeList({ tx, workspaceId, now }: Ctx, models: readonly Known[]): Promise<void> {
  await db.putListed(tx, workspaceId, withIds(models), now);
  const names = models.map(({ model }) => model);
  await db.markGone(tx, names, now);
}

export interface Listed {
  readonly models: readonly Known[];
  /** There, but nobody says what they cost. */
  readonly unpriced: readonly string[];
}

/** Dollars of one token, as OpenRouter writes them. Negative where it is not known beforehand. */
const Dollars = z.coerce.number().min(0).max(1).catch(Number.NaN);
const Texts = z.array(z.string()).catch([]);
const OneListed = z.object({
  id: ModelName,
  name: z.string().trim().min(1).catch(''),
  description: z.string().nullish().catch(null),
  context_length: z.number().int().min(1).max(2_000_000_000).nullish().catch(null),
  architecture: z.object({ input_modalities: Texts, output_modalities: Texts }).optional().catch(undefined),
  pricing: z.object({ prompt: Dollars, completion: Dollars }).optional().catch(undefined),
  supported_parameters: Texts,
});
type OneListed = z.infer<typeof OneListed>;
const List = z.object({ data: z.array(z.unknown()) });

/**
 * A list of models as it is sent: what says its price, what we know the price of, and the names of the others. A line
 * that makes no sense is left out. Throws where it is no list at all.
 */
export function readList(body: unknown): Listed {
  const models = new Map<string, Known>();
  const unpriced = new Set<string>();
  for (const line of List.parse(body).data) {
    const { data: one } = OneListed.safeParse(line);
    if (!one) continue;
    const known = knownOf(one);
    if (known && models.size < aiModelsMax) models.set(one.id, known);
    else if (!known && unpriced.size < unpricedModelsMax) unpriced.add(one.id);
  }
  return { models: [...models.values()], unpriced: [...unpriced] };
}

function knownOf(one: OneListed): Known | undefined {
  const builtIn = builtInModel(one.id);
  const inputMicro = microOf(one.pricing?.prompt);
  const outputMicro = microOf(one.pricing?.completion);
  if (inputMicro === undefined || outputMicro === undefined)
    return builtIn && { ...builtIn, model: one.id, name: one.name || builtIn.name };
  const kind = builtIn?.kind ?? kindOf(one);
  // Vectors are kept with their size, which such a list does not say.
  if (kind === 'embedding' && !builtIn) return undefined;
  const takes = one.architecture?.input_modalities ?? ['text'];
  const can = (name: string) => one.supported_parameters.includes(name);
  return {
    model: one.id,
    name: (one.name || one.id).slice(0, 200),
    provider: (one.id.includes('/') ? one.id.split('/')[0]! : 'own').slice(0, 60) || 'own',
    description: one.description?.slice(0, 2_000) ?? builtIn?.description ?? null,
    kind,
    class: builtIn?.class ?? classOf(inputMicro, outputMicro),
    ...{ inputMicro, outputMicro, callMicro: usualCallMicro(inputMicro, outputMicro) },
    contextTokensMax: one.context_length ?? builtIn?.contextTokensMax ?? 8_192,
    dimensions: builtIn?.dimensions ?? null,
    supportsText: takes.includes('text'),
    supportsImages: kind === 'chat' && takes.includes('image'),
    supportsAudio: kind === 'chat' && takes.includes('audio'),
    supportsTools: kind === 'chat' && can('tools'),
    supportsJson: kind === 'chat' && can('structured_outputs'),
  };
}

function microOf(dollarsOfAToken: number | undefined): number | undefined {
  const micro = Math.round((dollarsOfAToken ?? Number.NaN) * 1e6 * 100_000);
  return Number.isFinite(micro) ? Math.min(micro, microMax) : undefined;
}

function kindOf({ architecture }: OneListed): AiModelKind {
  const makes = architecture?.output_modalities ?? ['text'];
  if (makes.some((one) => one.startsWith('embedding'))) return 'embedding';
  return makes.includes('text') ? 'chat' : 'image';
}

/** SS-63: a class where nobody gave one, by the price of a usual call. */
function classOf(inputMicro: number, outputMicro: number): Known['class'] {
  const micro = usualCallMicro(inputMicro, outputMicro);
  return micro >= 500 ? 'advanced' : micro >= 50 ? 'fast' : 'affordable';
}
