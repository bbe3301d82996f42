import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';

export const AiModelId = z.uuid().brand<'AiModelId'>();
export type AiModelId = z.infer<typeof AiModelId>;

/** A micro-unit is $0.00001. Well below where a number of JavaScript would lose one. */
export const microMax = 1_000_000_000_000;
export const Micro = z.coerce.number().int().describe('Micro-units: $0.00001 each.');
export const MicroGiven = z.number().int().min(0).max(microMax);

export const aiModelKinds = ['chat', 'embedding', 'image'] as const;
export type AiModelKind = (typeof aiModelKinds)[number];
/** SS-63 */
export const aiModelClasses = ['fast', 'advanced', 'affordable'] as const;
export type AiModelClass = (typeof aiModelClasses)[number];
/** What a message can be made of, as far as models tell it apart. */
export const messageKinds = ['text', 'image', 'audio'] as const;
export type MessageKind = (typeof messageKinds)[number];

export const aiModelsMax = 1_000;
export const unpricedModelsMax = 500;

const told = {
  model: z.string(),
  name: z.string(),
  provider: z.string(),
  description: z.string().nullable(),
  kind: z.enum(aiModelKinds),
  class: z.enum(aiModelClasses),
  contextTokensMax: z.number().int(),
  dimensions: z.number().int().nullable(),
  supportsText: z.boolean(),
  supportsImages: z.boolean(),
  supportsAudio: z.boolean(),
  supportsTools: z.boolean(),
  supportsJson: z.boolean(),
};
export const AiModel = z.object({
  id: AiModelId,
  ...told,
  inputMicro: Micro.describe('Of a million tokens that are sent.'),
  outputMicro: Micro.describe('Of a million tokens that are made.'),
  callMicro: Micro.describe('Of a usual call: what lists are in the order of.'),
  isOwn: z.boolean().describe('Entered by hand.'),
  retiredAt: z.coerce.date().nullable(),
});
export type AiModel = z.infer<typeof AiModel>;

/** SS-64: a message with a kind that a model lacks cannot go to it. */
export function canTake(
  model: Pick<AiModel, 'supportsText' | 'supportsImages' | 'supportsAudio'>,
  kinds: readonly MessageKind[],
): boolean {
  const can = { text: model.supportsText, image: model.supportsImages, audio: model.supportsAudio };
  return kinds.every((kind) => can[kind]);
}

/** What a usual call is taken to be: some pages of context, and a short answer. */
const usualCall = { inputTokens: 2_000, outputTokens: 300 };

/** SS-63: more than nothing, also where a model is for free. */
export const usualCallMicro = (inputMicro: number, outputMicro: number): number =>
  Math.max(
    1,
    Math.ceil((usualCall.inputTokens * inputMicro + usualCall.outputTokens * outputMicro) / 1_000_000),
  );

export const aiFailures = [
  'unauthorized',
  'address_not_allowed',
  'unreachable',
  'no_list',
  'key_lost',
] as const;
export type AiEndpointFailure = (typeof aiFailures)[number];

export const AiSettings = z.object({
  /** Null: where this installation has its own. */
  baseUrl: z.string().nullable(),
  /** The end of the key, to know it by. The key itself is given back to nobody. */
  keyHint: z.string().nullable(),
  /** Null: the installation's choice. */
  chatModel: z.string().nullable(),
  embeddingModel: z.string().nullable(),
  monthMaxMicro: Micro.nullable().describe('What a month may cost; null: as much as it takes.'),
  checkedAt: z.coerce.date().nullable(),
  failureCode: z.enum(aiFailures).nullable(),
  unpricedModels: z
    .array(z.string())
    .describe('There, but with too little said of them: to be entered by hand.'),
  /** What calls go to now; null where there is nothing to go to. */
  used: z.object({ chatModel: z.string(), embeddingModel: z.string() }).nullable(),
  /** Whether this installation has models for those who have none of their own. */
  installationHasModels: z.boolean(),
});
export type AiSettings = z.infer<typeof AiSettings>;

/** What nobody can type would be shown as something else than it is. */
const line = (lengthMax: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(1)
    .max(lengthMax)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Take out the characters that cannot be typed.');

const inWorkspace = { workspaceId: WorkspaceId };
const ofModel = { ...inWorkspace, modelId: AiModelId };
const BaseUrl = z
  .string()
  .trim()
  .max(500)
  .refine(isBaseUrl, 'Write an address such as https://openrouter.ai/api/v1, without a key in it.')
  .transform((text) => text.replace(/\/+$/, ''));
export const ModelName = z
  .string()
  .trim()
  .regex(/^[!-~]{1,200}$/, 'The name of a model has no spaces in it.');

function isBaseUrl(text: string): boolean {
  const url = /^[!-~]+$/.test(text) ? URL.parse(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return false;
  return `${url.username}${url.password}${url.search}${url.hash}` === '';
}

export const getAiSettings = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/billing/ai',
  audience: 'workspace',
  permission: 'billing.read',
  summary: 'Where the models of AI are, which are used, and what a month may cost',
  params: inWorkspace,
  reply: AiSettings,
  etag: true,
});

export const putAiSettings = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/billing/ai',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'Say where the models of AI are, which are used, and what a month may cost',
  description: 'A key stays as it is when none is sent, unless the address changes: no key goes to another.',
  params: inWorkspace,
  body: {
    baseUrl: BaseUrl.nullable().default(null),
    key: z
      .string()
      .trim()
      .regex(/^[!-~]{8,500}$/, 'A key has 8 characters at least, and no spaces.')
      .nullable()
      .optional()
      .describe('Null takes it away.'),
    chatModel: ModelName.nullable().default(null),
    embeddingModel: ModelName.nullable().default(null),
    monthMaxMicro: MicroGiven.nullable().default(null),
  },
  reply: AiSettings,
  errors: ['billing.address_not_allowed', 'billing.key_without_address'],
});

export const deleteAiSettings = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/billing/ai',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'Go back to the models of this installation; the key is destroyed',
  params: inWorkspace,
  status: 204,
  reply: z.void(),
});

export const postAiCheck = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/billing/ai/check',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'Read the list of models anew, where they are',
  description: 'Answered at once; `billing.ai_settings_changed` says when it is done.',
  params: inWorkspace,
  status: 202,
  reply: z.object({}),
  errors: ['billing.no_models'],
  limit: { count: 10, seconds: 60 },
});

export const listAiModels = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/billing/ai/models',
  audience: 'workspace',
  permission: 'billing.read',
  summary: 'Models of AI that can be chosen, the cheapest first',
  params: inWorkspace,
  query: {
    ...pageQuery,
    kind: z.enum(aiModelKinds).optional(),
    retired: z.enum(['without', 'with']).default('without').describe('Whether retired ones are among them.'),
  },
  reply: pageOf(AiModel),
  etag: true,
});

export const putAiModel = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/billing/ai/models/:modelId',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'Enter a model by hand, or change it: one of your own, with what it costs and can do',
  params: ofModel,
  body: {
    model: ModelName,
    name: line(200),
    provider: line(60).default('own'),
    description: line(2_000).nullable().default(null),
    kind: z.enum(aiModelKinds).default('chat'),
    class: z.enum(aiModelClasses).default('affordable'),
    inputMicro: MicroGiven,
    outputMicro: MicroGiven,
    contextTokensMax: z.number().int().min(256).max(20_000_000),
    dimensions: z.number().int().min(1).max(16_000).nullable().default(null),
    supportsText: z.boolean().default(true),
    supportsImages: z.boolean().default(false),
    supportsAudio: z.boolean().default(false),
    supportsTools: z.boolean().default(false),
    supportsJson: z.boolean().default(false),
  },
  reply: AiModel,
  errors: ['billing.model_exists', 'billing.vectors_need_a_size', 'billing.too_many_models'],
});

/** A transition is a noun: it is retired, and it may come back. What was called keeps its price. */
export const putAiModelRetirement = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/billing/ai/models/:modelId/retirement',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'Offer a model no longer',
  params: ofModel,
  reply: AiModel,
  errors: ['billing.model_not_found', 'billing.model_is_used'],
});

export const deleteAiModelRetirement = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/billing/ai/models/:modelId/retirement',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'Offer a model again',
  params: ofModel,
  reply: AiModel,
  errors: ['billing.model_not_found'],
});

/** Where models are, which are used, what they may cost, or what is known of that. */
export const aiSettingsChanged = event({
  name: 'billing.ai_settings_changed',
  payload: z.object({}),
});
export const aiModelsChanged = event({ name: 'billing.ai_models_changed', payload: z.object({}) });

export const modelsEvents = [aiSettingsChanged, aiModelsChanged] as const;

export const modelsErrors = {
  address_not_allowed: [
    422,
    'This address leads to a private network, or is not encrypted. Write a public one.',
  ],
  key_without_address: [422, 'A key belongs to an address. Write where your models are as well.'],
  no_models: [409, 'There are no models of AI yet. An owner or an admin can say where they are.'],
  model_not_found: [404, 'This model does not exist, or you cannot see it.'],
  model_exists: [409, 'There is a model of this name already.'],
  model_is_used: [409, 'This model is the one that is used. Choose another one first.'],
  vectors_need_a_size: [422, 'A model that makes vectors has a size of them; another has none.'],
  too_many_models: [409, `A workspace has ${aiModelsMax} models at most.`],
} as const;
