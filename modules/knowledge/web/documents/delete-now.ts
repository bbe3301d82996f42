import { call } from '../../../../kit/client.ts';
import { ApiError, proved, queryClient } from '../../../../web/kit/api.ts';
import { toast } from '../../../../web/kit/toast.ts';
import {
  deleteDocument,
  getUsage,
  keptDeletedDays,
  listDocuments,
  type WholeDocument,
} from '../../contract.ts';

type At = ReturnType<typeof deleteDocument.params.parse>;

/** After its page is left: nothing there is to be read again. */
export async function deleteNow(params: At, { title }: WholeDocument, forever: boolean): Promise<void> {
  try {
    await proved(() => call(deleteDocument, { params, query: { forever } }));
    const body = forever
      ? 'All of it goes in the next minutes.'
      : `All of it is gone in ${keptDeletedDays} days.`;
    toast({ title: `${title} is deleted`, body });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast({ kind: 'failed', title: `${title} is still there`, body: error.message });
  }
  for (const { path } of [listDocuments, getUsage]) void queryClient.invalidateQueries({ queryKey: [path] });
}
