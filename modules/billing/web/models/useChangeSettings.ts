import { useSend } from '../../../../web/kit/send.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type AiSettings, getAiCosts, getAiSettings, listAiModels, putAiSettings } from '../../contract.ts';

type Changes = Partial<
  Pick<AiSettings, 'baseUrl' | 'chatModel' | 'embeddingModel' | 'monthMaxMicro'> & { key: string | null }
>;

/** All of it is sent at once: what a form does not change is sent as it stands. A key that is not sent stays. */
export function useChangeSettings(settings: AiSettings, onReply: (saved: AiSettings) => void) {
  const params = { workspaceId: useHere().workspace.id };
  const { send, isPending, error } = useSend(putAiSettings, {
    stale: [[getAiSettings.path], [listAiModels.path], [getAiCosts.path]],
    onReply,
  });
  const { baseUrl, chatModel, embeddingModel, monthMaxMicro } = settings;
  return {
    ...{ isPending, error },
    change: (changes: Changes) =>
      send({ params, body: { baseUrl, chatModel, embeddingModel, monthMaxMicro, ...changes } }),
  };
}
