import type { QueryKey } from '@tanstack/react-query';
import { sendNow } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { countViews, deleteView, listViews, putView, type View } from '../../views/contract.ts';
import type { Inbox } from '../inbox.ts';
import { showView } from './viewing.ts';

type Where = Pick<Inbox, 'at' | 'change' | 'clear'>;
type Saved = Pick<View, 'id' | 'name' | 'isShared' | 'filters' | 'search' | 'place'>;

export const viewsStale: readonly QueryKey[] = [[listViews.path], [countViews.path]];

const sendView = ({ at }: Pick<Where, 'at'>, { id, ...view }: Saved, failureTitle: string) => {
  const { name, filters, search, isShared, place } = view;
  return sendNow(
    putView,
    {
      params: { workspaceId: at.workspaceId, viewId: id },
      body: { name, filters, search, isShared, place },
    },
    { stale: viewsStale, failureTitle },
  );
};

/** Its refusal has been said in a toast. */
const said = () => undefined;

export const saveView = (where: Where, view: Saved): Promise<void> =>
  sendView(where, view, `${view.name} stays as it was`)
    .then((saved) => toast({ title: `${saved.name} is changed` }))
    .catch(said);

/** Without asking: Undo saves it again under the id it had. */
export async function forgetView(where: Where, view: View): Promise<void> {
  const { workspaceId } = where.at;
  const back = () => sendView(where, view, `${view.name} could not be put back`);
  try {
    await sendNow(
      deleteView,
      { params: { workspaceId, viewId: view.id } },
      { stale: viewsStale, failureTitle: `${view.name} was not deleted` },
    );
  } catch {
    return said();
  }
  where.clear();
  toast({
    title: `${view.name} is deleted`,
    undo: () => void back().then((saved) => showView(where, saved), said),
  });
}
