import { useSend } from '../../../../web/kit/send.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  getWorkspace,
  listWorkspaces,
  patchWorkspace,
  type WorkspaceChanges,
  type WorkspaceDetails,
} from '../../contract.ts';

export const staleWithWorkspace = [[getWorkspace.path], [listWorkspaces.path]];

/** Only what is named is changed: two people at two fields do not undo each other's work. */
export function useChangeWorkspace(onReply: (workspace: WorkspaceDetails) => void) {
  const workspaceId = useHere().workspace.id;
  const { send, ...rest } = useSend(patchWorkspace, { stale: staleWithWorkspace, onReply });
  return { ...rest, send: (body: WorkspaceChanges) => send({ params: { workspaceId }, body }) };
}
