import { useQuery } from '@tanstack/react-query';
import { q } from '../../../../web/kit/api.ts';
import { ButtonLink, Link } from '../../../../web/kit/Link.tsx';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type Approval, type ApprovalId, getApproval } from '../../contract.ts';
import { heldWhy, percent } from '../decisions/words.ts';
import { PaneHead } from '../queue/PaneHead.tsx';
import { Sources } from '../queue/Sources.tsx';
import { Talk } from '../queue/Talk.tsx';
import type { Queue } from '../queue/useQueue.ts';
import { AnswerDesk } from './AnswerDesk.tsx';
import { Outcome } from './Outcome.tsx';
import { ToolShown } from './ToolShown.tsx';

interface PaneProps {
  queue: Queue;
  group: string;
}

/** One answer that waits: what it answers, what it would say, on what it stands, and why it was held back. */
export function ApprovalPane({ id, ...pane }: PaneProps & { id: ApprovalId }) {
  const { workspace } = useHere();
  const params = { workspaceId: workspace.id, approvalId: id };
  const { data, error, refetch } = useQuery(q(getApproval, { params }));
  if (data) return <Opened approval={data} {...pane} />;
  return (
    <section aria-label="Answer" className="flex min-w-0 flex-1 flex-col overflow-y-auto px-5 py-4">
      {error ? (
        <>
          <Failed error={error} again={() => void refetch()} />
          <ButtonLink to={pane.queue.addressOf(undefined)} className="self-center">
            To the list
          </ButtonLink>
        </>
      ) : (
        <Loading label="Loading the answer" />
      )}
    </section>
  );
}

function Opened({ approval, queue, group }: PaneProps & { approval: Approval }) {
  const { thread, conversationId, asked, sources, tool, status } = approval;
  return (
    <section
      aria-label={`Answer to ${thread.personName}`}
      className="flex min-h-0 min-w-0 flex-1 flex-col bg-paper"
    >
      <PaneHead about={approval} queue={queue} group={group} />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto flex w-full max-w-3xl flex-col gap-6 px-4 py-5 sm:px-6">
          <Talk conversationId={conversationId} person={thread.personName} words={asked} />
          <Why approval={approval} />
          {tool && <ToolShown tool={tool} />}
          {(sources.length > 0 || !tool) && (
            <div>
              <h3 className="label mb-2">What it stands on</h3>
              <Sources sources={sources} />
            </div>
          )}
        </div>
      </div>
      {status === 'waiting' ? (
        <AnswerDesk approval={approval} group={group} onDone={queue.goOn} />
      ) : (
        <Outcome approval={approval} />
      )}
    </section>
  );
}

function Why({ approval }: { approval: Approval }) {
  const { workspace } = useHere();
  const { decisionId, confidence, reason, status, expiresAt, tool } = approval;
  return (
    <div className="rounded-md bg-warn-wash/60 px-3 py-2 text-sm">
      <p className="font-[550]">{heldWhy(approval)}</p>
      <p className="mt-0.5 text-soft">
        {!tool && reason && `${reason} `}
        {!tool && confidence !== null && `It is ${percent(confidence)} sure. `}
        {status === 'waiting' && (
          <>
            It expires <Time at={expiresAt} />.{' '}
          </>
        )}
        <Link to={paths.decision({ workspaceId: workspace.id, decisionId })}>How it came to this</Link>
      </p>
    </div>
  );
}
