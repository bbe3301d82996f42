import { ApiError } from '../../../../web/kit/api.ts';
import { dollarsIn, microIn } from '../../../../web/kit/dollars.ts';
import type { AiModel, AiModelClass, AiModelKind } from '../../models/contract.ts';

export interface Draft
  extends Pick<AiModel, 'supportsImages' | 'supportsAudio' | 'supportsTools' | 'supportsJson'> {
  model: string;
  name: string;
  kind: AiModelKind;
  class: AiModelClass;
  input: string;
  output: string;
  context: string;
  dimensions: string;
}

export const draftOf = (model: AiModel | undefined, name = ''): Draft => ({
  model: model?.model ?? name,
  name: model?.name ?? name,
  kind: model?.kind ?? 'chat',
  class: model?.class ?? 'affordable',
  input: model ? dollarsIn(model.inputMicro) : '',
  output: model ? dollarsIn(model.outputMicro) : '',
  context: String(model?.contextTokensMax ?? 128_000),
  dimensions: model?.dimensions ? String(model.dimensions) : '',
  supportsImages: model?.supportsImages ?? false,
  supportsAudio: model?.supportsAudio ?? false,
  supportsTools: model?.supportsTools ?? false,
  supportsJson: model?.supportsJson ?? false,
});

/** Only what was looked at by `refusalOf` is sent. */
export function givenOf(draft: Draft, before: AiModel | undefined) {
  const isEmbedding = draft.kind === 'embedding';
  const { supportsImages, supportsAudio, supportsTools, supportsJson } = draft;
  return {
    ...{ model: draft.model.trim(), name: draft.name.trim(), kind: draft.kind, class: draft.class },
    ...{ provider: before?.provider ?? 'own', description: before?.description ?? null },
    inputMicro: microIn(draft.input)!,
    outputMicro: isEmbedding ? 0 : microIn(draft.output)!,
    contextTokensMax: Number(draft.context),
    dimensions: isEmbedding ? Number(draft.dimensions) : null,
    supportsText: before?.supportsText ?? true,
    ...{ supportsImages, supportsAudio, supportsTools, supportsJson },
  };
}

const isBetween = (text: string, min: number, max: number) => {
  const number = Number(text.trim() || Number.NaN);
  return Number.isInteger(number) && number >= min && number <= max;
};

/** What the server would refuse, said in its place and in words; null where nothing is wrong. */
export function refusalOf(draft: Draft): ApiError | null {
  const isEmbedding = draft.kind === 'embedding';
  const amount = 'Write an amount in dollars, like 0.15, or 0.';
  const wrong = [
    [!/^[!-~]{1,200}$/.test(draft.model.trim()), 'model', 'Write its name there, without spaces.'],
    [draft.name.trim() === '', 'name', 'Give it a name.'],
    [microIn(draft.input) === undefined, 'inputMicro', amount],
    [!isEmbedding && microIn(draft.output) === undefined, 'outputMicro', amount],
    [
      !isBetween(draft.context, 256, 20_000_000),
      'contextTokensMax',
      'Write a whole number from 256 to 20000000.',
    ],
    [
      isEmbedding && !isBetween(draft.dimensions, 1, 16_000),
      'dimensions',
      'Write a whole number from 1 to 16000.',
    ],
  ] as const;
  const fields = wrong.flatMap(([isWrong, path, message]) =>
    isWrong ? [{ path, code: 'not_possible', message }] : [],
  );
  if (fields.length === 0) return null;
  return new ApiError({
    ...{ status: 400, code: 'stoa.invalid_input', message: fields[0]!.message },
    fields,
  });
}
