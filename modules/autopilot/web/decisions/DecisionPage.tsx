import { useQuery } from '@tanstack/react-query';
import { type LoaderFunctionArgs, useParams } from 'react-router';
import { q, queryClient } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Empty, Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { getDecision, type WholeDecision } from '../../contract.ts';
import { inboxAddress } from '../queue/PaneHead.tsx';
import { Sources } from '../queue/Sources.tsx';
import { TeachLink } from '../queue/TeachLink.tsx';
import { Gates } from './Gates.tsx';
import { Replay } from './Replay.tsx';
import { type SnapshotShown, shownOf } from './snapshot-shown.ts';
import { Took } from './Took.tsx';
import { outcomeOf, percent, reasonLabels, ruleLabel } from './words.ts';

const paramsOf = ({ workspaceId, decisionId }: Readonly<Record<string, string | undefined>>) =>
  getDecision.params.parse({ workspaceId, decisionId });

/** Begun, not waited for: the page stands at once, and says that it is loading. */
export function loader({ params }: LoaderFunctionArgs) {
  void queryClient.prefetchQuery(q(getDecision, { params: paramsOf(params) }));
  return null;
}

export default function DecisionPage() {
  const at = paramsOf(useParams());
  const { data: decision, error, refetch } = useQuery(q(getDecision, { params: at }));
  const up = { to: paths.decisions({ workspaceId: at.workspaceId }), label: 'Decisions' };
  if (!decision)
    return (
      <Page title="A decision" up={up}>
        {error ? (
          <Failed error={error} again={() => void refetch()} />
        ) : (
          <Loading label="Loading the decision" />
        )}
      </Page>
    );
  const { personName } = decision.thread;
  return (
    <Page
      title={personName}
      up={up}
      hint={<Hint decision={decision} />}
      actions={
        <ButtonLink to={inboxAddress(at.workspaceId, decision)}>
          {decision.conversationId ? 'Open the conversation' : 'Open the comment'}
        </ButtonLink>
      }
    >
      {decision.status === 'under_way' ? (
        <Empty title="This is being decided">It stands here in a moment, by itself.</Empty>
      ) : (
        <Parts decision={decision} />
      )}
    </Page>
  );
}

function Hint({ decision }: { decision: WholeDecision }) {
  const { matchedRule, confidence, createdAt, thread } = decision;
  const { label, tone } = outcomeOf(decision);
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Badge tone={tone}>{label}</Badge>
      {matchedRule && <span>{ruleLabel(matchedRule)}</span>}
      {confidence !== null && <span>{`${percent(confidence)} sure`}</span>}
      <span className="text-faint">
        {`${thread.channelName} · `}
        <Time at={createdAt} />
      </span>
    </span>
  );
}

const speakers = { customer: 'They', person: 'A person', machine: 'The machine' } as const;

function Asked({ decision, seen }: { decision: WholeDecision; seen: SnapshotShown }) {
  const asked = seen.asked || decision.messageText;
  const before = seen.said.filter(({ text }) => text !== '' && !asked.includes(text));
  return (
    <Section title="What was asked">
      {before.length > 0 && (
        <details className="mb-3 text-sm text-soft">
          <summary className="cursor-pointer">What was said before</summary>
          <ol className="mt-2 flex flex-col gap-1">
            {before.map(({ by, text }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: they never move, and two may be alike.
              <li key={index}>
                <span className="text-faint">{`${speakers[by]}: `}</span>
                {text}
              </li>
            ))}
          </ol>
        </details>
      )}
      <p className="max-w-prose rounded-lg border border-line bg-raised px-3 py-2 break-words whitespace-pre-wrap">
        {asked || 'Something without words.'}
      </p>
    </Section>
  );
}

function Parts({ decision }: { decision: WholeDecision }) {
  const { replyText, replyId, reason, matchedRule, escalation, sources, snapshot } = decision;
  const seen = shownOf(snapshot);
  return (
    <>
      <Asked decision={decision} seen={seen} />
      <Section title="How it was decided" hint={reason ?? undefined}>
        <Gates matchedRule={matchedRule} seen={seen} />
        {escalation && (
          <p className="mt-3 text-sm text-soft">
            {`Handed over because: ${reasonLabels[escalation]}. `}
            {escalation === 'ai_limitation' && <TeachLink words={seen.asked || decision.messageText} />}
          </p>
        )}
      </Section>
      {replyText !== null && (
        <Section title={replyId ? 'What was answered' : 'What it would have answered'}>
          <p className="max-w-prose rounded-lg bg-wash px-3 py-2 break-words whitespace-pre-wrap">
            {replyText}
          </p>
        </Section>
      )}
      {(sources.length > 0 || seen.sources !== null) && (
        <Section title="What it stands on">
          <Sources sources={sources} />
          <Found seen={seen} cited={sources.map(({ content }) => content)} />
        </Section>
      )}
      <Section title="What it took">
        <Took decision={decision} personaName={seen.persona?.name} />
      </Section>
      <Section
        title="Decide again"
        hint="The same question once more. Nothing is sent and nothing is changed; a model that is asked costs what it costs."
      >
        <Replay decision={decision} />
      </Section>
    </>
  );
}

function Found({ seen, cited }: { seen: SnapshotShown; cited: readonly string[] }) {
  const others = (seen.sources ?? []).filter(({ content }) => !cited.includes(content));
  if (others.length === 0) return null;
  return (
    <details className="mt-4 text-sm text-soft">
      <summary className="cursor-pointer">{`Also found, and not used: ${others.length}`}</summary>
      <ul className="mt-2 flex flex-col gap-2">
        {others.map(({ title, content }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never move, and two may be alike.
          <li key={index}>
            <span className="font-[550] text-ink">{title}</span>
            <span className="block line-clamp-3">{content}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
