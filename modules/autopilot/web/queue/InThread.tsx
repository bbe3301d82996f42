import { usePages } from '../../../../web/kit/api.ts';
import { useHere } from '../../../../web/workspace.ts';
import type { CommentId, ConversationId } from '../../../inbox/contract.ts';
import { listApprovals, listEscalations } from '../../contract.ts';
import { WaitingBar } from '../approvals/WaitingBar.tsx';
import { CaseBar } from '../escalations/CaseBar.tsx';

export interface InThreadProps {
  /** Of which one it is; a conversation says besides whether machines may answer in it. */
  conversationId?: ConversationId | undefined;
  commentId?: CommentId | undefined;
  /** Off: nothing of the machine's can wait there. On: no person is called for. Undefined: nobody knows. */
  isMachineOn?: boolean | undefined;
  /** Puts words where one writes. */
  onUse: (words: string) => void;
}

/** What the machine has left for a person here: an answer that waits for leave, or a case that waits for an answer. */
export default function InThread(props: InThreadProps) {
  const { workspace } = useHere();
  const mayLook = [workspace, ...workspace.locations].some(({ permissions }) =>
    permissions.includes('autopilot.read'),
  );
  if (!mayLook) return null;
  return (
    <>
      {props.isMachineOn !== false && <Waiting {...props} />}
      {props.isMachineOn !== true && <Needed {...props} />}
    </>
  );
}

const aboutOf = ({ conversationId, commentId }: InThreadProps) => ({
  ...(conversationId && { conversationId }),
  ...(commentId && { commentId }),
  limit: 1,
});

function Waiting(props: InThreadProps) {
  const params = { workspaceId: useHere().workspace.id };
  const { items } = usePages(listApprovals, { params, query: aboutOf(props) });
  const [approval] = items;
  return approval ? <WaitingBar key={approval.id} approval={approval} /> : null;
}

function Needed(props: InThreadProps) {
  const params = { workspaceId: useHere().workspace.id };
  const { items } = usePages(listEscalations, { params, query: aboutOf(props) });
  const [escalation] = items;
  return escalation ? <CaseBar key={escalation.id} escalation={escalation} onUse={props.onUse} /> : null;
}
