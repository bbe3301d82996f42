import { useQuery } from '@tanstack/react-query';
import { q } from '../../../../web/kit/api.ts';
import { ButtonLink, Link } from '../../../../web/kit/Link.tsx';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type Escalation, type EscalationId, getEscalation } from '../../contract.ts';
import { percent, reasonLabels, resolutionLabels } from '../decisions/words.ts';
import { PaneHead } from '../queue/PaneHead.tsx';
import { Talk } from '../queue/Talk.tsx';
import { TeachLink } from '../queue/TeachLink.tsx';
import type { Queue } from '../queue/useQueue.ts';
import { CaseDesk } from './CaseDesk.tsx';
import { DueWords } from './DueWords.tsx';

interface PaneProps {
  queue: Queue;
  group: string;
}

/** One case: what was said, why a person is needed, by when, and what could be answered. */
export function EscalationPane({ id, ...pane }: PaneProps & { id: EscalationId }) {
  const { workspace } = useHere();
  const params = { workspaceId: workspace.id, escalationId: id };
  const { data, error, refetch } = useQuery(q(getEscalation, { params }));
  if (data) return <Opened escalation={data} {...pane} />;
  return (
    <section aria-label="Case" className="flex min-w-0 flex-1 flex-col overflow-y-auto px-5 py-4">
      {error ? (
        <>
          <Failed error={error} again={() => void refetch()} />
          <ButtonLink to={pane.queue.addressOf(undefined)} className="self-center">
            To the list
          </ButtonLink>
        </>
      ) : (
        <Loading label="Loading the case" />
      )}
    </section>
  );
}

function Opened({ escalation, queue, group }: PaneProps & { escalation: Escalation }) {
  const { thread, conversationId, message } = escalation;
  return (
    <section
      aria-label={`Case of ${thread.personName}`}
      className="flex min-h-0 min-w-0 flex-1 flex-col bg-paper"
    >
      <PaneHead about={escalation} queue={queue} group={group} />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto flex w-full max-w-3xl flex-col gap-6 px-4 py-5 sm:px-6">
          <Talk conversationId={conversationId} person={thread.personName} words={message} />
          <Needed escalation={escalation} />
        </div>
      </div>
      <CaseDesk escalation={escalation} group={group} onDone={queue.goOn} />
    </section>
  );
}

function Needed({ escalation }: { escalation: Escalation }) {
  const { reason, summary, message, confidence, notifiedAt, decisionId, resolvedHow, resolvedBy } =
    escalation;
  const { workspace } = useHere();
  return (
    <div className="rounded-md bg-warn-wash/60 px-3 py-2 text-sm">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-[550]">{reasonLabels[reason]}</span>
        <DueWords escalation={escalation} />
      </p>
      <p className="mt-0.5 text-soft">
        {summary && `${summary} `}
        {confidence !== null && confidence < 1 && `The machine was ${percent(confidence)} sure. `}
        {notifiedAt ? (
          <>
            A mail about it went out <Time at={notifiedAt} />.{' '}
          </>
        ) : (
          'No mail went out about it so far. '
        )}
        {decisionId && (
          <Link to={paths.decision({ workspaceId: workspace.id, decisionId })}>How it came to this</Link>
        )}
      </p>
      {reason === 'ai_limitation' && (
        <p className="mt-0.5">
          <TeachLink words={message} />
        </p>
      )}
      {resolvedHow && (
        <p className="mt-1 font-[550]">
          {resolutionLabels[resolvedHow]}
          {resolvedBy && `: ${resolvedBy.name}`}
        </p>
      )}
    </div>
  );
}
