import Hourglass from 'lucide-react/icons/hourglass';
import { Link } from '../../../../web/kit/Link.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import type { Approval } from '../../contract.ts';
import { heldWhy } from '../decisions/words.ts';
import { Bar } from '../queue/Bar.tsx';
import { AnswerDesk } from './AnswerDesk.tsx';
import { ToolShown } from './ToolShown.tsx';

const done = () => undefined;

/** In the inbox: the answer that waits here, and the same ways to decide as in the queue, after `w`. */
export function WaitingBar({ approval }: { approval: Approval }) {
  const { workspace } = useHere();
  const address = `${paths.approvals({ workspaceId: workspace.id })}?${new URLSearchParams({ open: approval.id })}`;
  return (
    <Bar
      label="An answer waits for approval"
      icon={Hourglass}
      title={
        <>
          An answer waits for approval
          <span className="font-normal text-soft">
            expires <Time at={approval.expiresAt} />
          </span>
        </>
      }
    >
      <p className="mb-2 text-soft">
        {heldWhy(approval)} <Link to={address}>What it stands on</Link>
      </p>
      {approval.tool && <ToolShown tool={approval.tool} />}
      <AnswerDesk approval={approval} group="The answer that waits" prefix="w " isPlain onDone={done} />
    </Bar>
  );
}
