import { dialectOf } from '../kit/ai/dialect.ts';
import type { InstallationAi } from '../kit/outside.ts';
import type { Raw } from './variables.ts';

/** Whose models of AI this installation has, for workspaces that have none of their own. */
export interface AiConfig {
  readonly url: string;
  readonly key: string;
  readonly chatModel: string;
  readonly embeddingModel: string;
}

const openRouter = 'https://openrouter.ai/api/v1';
const usual = { chatModel: 'openai/gpt-5-mini', embeddingModel: 'openai/text-embedding-3-small' };

export function aiConfig(raw: Raw): AiConfig | undefined {
  const { STOA_AI_URL: url, STOA_AI_KEY: key } = raw;
  if (url === undefined && key === undefined) return undefined;
  return {
    url: url ?? openRouter,
    key: key ?? '',
    chatModel: raw.STOA_AI_CHAT_MODEL ?? usual.chatModel,
    embeddingModel: raw.STOA_AI_EMBEDDING_MODEL ?? usual.embeddingModel,
  };
}

/** Only OpenRouter's models are known by name here. */
export const aiLinesMissing = (isSet: (name: string) => boolean) =>
  isSet('STOA_AI_URL')
    ? (['STOA_AI_CHAT_MODEL', 'STOA_AI_EMBEDDING_MODEL'] as const).filter((name) => !isSet(name))
    : [];

/** The real ones where this installation has them; else the sandbox's, while there is one; else none. */
export function aiOf(config: AiConfig | undefined, world: string | undefined): InstallationAi | undefined {
  if (!config && world === undefined) return undefined;
  const { url, key, ...models } = config ?? inSandbox(world!);
  return { house: { baseUrl: url, key, dialect: dialectOf(url) }, ...models };
}

/** Its key is written there for everybody to read. */
const inSandbox = (world: string): AiConfig => ({
  url: `${world}/openrouter.ai/api/v1`,
  key: 'sk-or-sandbox',
  ...usual,
});
