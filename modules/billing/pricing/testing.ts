import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { AiModelId } from '../models/contract.ts';
import type { Walk } from '../walk.ts';

export const pricingSamples: Samples<Walk> = {
  'GET /admin/models': async () => ({}),
  'GET /admin/models/prices': async () => ({ query: { model: 'openai/gpt-5.2' } }),
  'POST /admin/models/prices': async () => ({
    body: { model: `own/${newId(AiModelId)}`, price: { inputMicro: 10, outputMicro: 20 } },
  }),
};
