import { queryClient } from '../../../../web/kit/api.ts';
import { editOne, sendNow } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { deleteMemory, listMemories, type Memory, MemoryValue, putMemory } from '../../contract.ts';
import { inWords } from '../decisions/words.ts';

export type Of = ReturnType<typeof listMemories.params.parse>;

export const stale = [[listMemories.path]];

/** At once, with a way back: written down again it is a person’s word. */
export async function forget(params: Of, memory: Memory): Promise<void> {
  const memoryId = memory.id;
  const isGone = await sendNow(
    deleteMemory,
    { params: { ...params, memoryId } },
    {
      changes: () => [
        editOne(listMemories, [{ params }], ({ items }) => ({
          items: items.filter(({ id }) => id !== memoryId),
        })),
      ],
      stale,
      failureTitle: 'It is still remembered',
    },
  ).then(
    () => true,
    () => false,
  );
  const value = MemoryValue.safeParse(memory.value);
  if (!isGone || !value.success) return;
  const { category, name } = memory;
  toast({
    title: `${inWords(name)} is forgotten`,
    undo: () =>
      void sendNow(
        putMemory,
        { params: { ...params, memoryId }, body: { category, name, value: value.data } },
        { stale, failureTitle: 'It stays forgotten' },
      ).finally(() => queryClient.invalidateQueries({ queryKey: [listMemories.path] })),
  });
}
