import { useEffect, useState } from 'react';
import { q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { Checkbox } from '../../../../web/kit/Choice.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { minuteMs, momentIn } from '../../../../web/kit/time-words.ts';
import { paths } from '../../../../web/paths.ts';
import { putWaitingListEntry } from '../../applications/contract.ts';
import { getSignInOptions } from '../../sign-in/contract.ts';
import { zoneLabel } from '../admin/words.ts';
import { filledIn, useKept } from './kept.ts';
import { PublicFrame } from './PublicFrame.tsx';
import { missingOfWho, Next, Sent, Trap, WhoFields } from './parts.tsx';

const fresh = () => ({ name: '', email: '', marketing: false, trap: '' });

export async function loader() {
  await queryClient.ensureQueryData(q(getSignInOptions));
  return null;
}

export default function WaitingListPage() {
  const kept = useKept('waiting-list', fresh);
  const isSent = kept.sentTo !== undefined;
  return (
    <PublicFrame
      title={isSent ? 'You are on the list' : 'Join the waiting list'}
      hint={!isSent && 'We open the doors for everybody at once, and for some a little earlier.'}
    >
      <Countdown />
      {kept.sentTo === undefined ? (
        <JoinForm {...kept} />
      ) : (
        <Sent to={kept.sentTo} again="Add another address" onAgain={kept.startAgain}>
          There is nothing else to do.
        </Sent>
      )}
      <Next
        steps={[
          'You get a mail that you are on the list.',
          'If we let you in early, a link to sign up comes by mail.',
          'If you want to hear from us, we tell you as the day comes near. One click ends that.',
        ]}
      />
    </PublicFrame>
  );
}

type JoinFormProps = Pick<
  ReturnType<typeof useKept<ReturnType<typeof fresh>>>,
  'draft' | 'change' | 'markSent'
>;

function JoinForm({ draft, change, markSent }: JoinFormProps) {
  const [refusal, setRefusal] = useState<Error>();
  const { send, isPending, error } = useSend(putWaitingListEntry, {
    onReply: (_, { body }) => markSent(body.email),
  });
  const { name, email, marketing, trap } = draft;
  const submit = () => {
    const lacking = missingOfWho(draft, true);
    setRefusal(lacking);
    if (!lacking)
      send({ body: { email, marketing, ...filledIn({ name, website_url: trap }), ...sourceOf() } });
  };
  return (
    <Form onSubmit={submit} error={refusal ?? error}>
      <WhoFields name={name} email={email} change={change} nameIsOptional />
      <Checkbox
        name="marketing"
        label="Tell me as the launch comes near"
        hint="At most four mails, and one click in any of them ends it."
        value={marketing}
        onChange={(on) => change({ marketing: on })}
      />
      <Trap value={trap} onChange={(next) => change({ trap: next })} />
      <div>
        <Submit busy={isPending}>Join the waiting list</Submit>
      </div>
    </Form>
  );
}

const sourceLengthMax = 120;

/** Where the link to this page stood, when whoever put it there has said so. */
function sourceOf(): { source?: string } {
  const query = new URLSearchParams(location.search);
  const source = (query.get('source') ?? query.get('utm_source') ?? '').trim().slice(0, sourceLengthMax);
  return source === '' ? {} : { source };
}

/** How long it is until the launch, in the three figures that count. */
function Countdown() {
  const { launchAt, launchTimezone, signUp } = useLoaded(q(getSignInOptions));
  const now = useEveryMinute();
  if (!launchAt) return null;
  const minutes = Math.ceil((launchAt.getTime() - now) / minuteMs);
  if (minutes <= 0) return signUp === 'open' ? <IsOpen /> : null;
  const parts: [number, string][] = [
    [Math.floor(minutes / 1_440), 'day'],
    [Math.floor((minutes % 1_440) / 60), 'hour'],
    [minutes % 60, 'minute'],
  ];
  return (
    <section aria-label="Until the launch" className="architrave mb-8 pb-5">
      <p className="flex gap-8">
        {parts.map(([number, unit]) => (
          <span key={unit} className="flex flex-col">
            <span className="title text-3xl">{number}</span>
            <span className="text-sm text-soft">{number === 1 ? unit : `${unit}s`}</span>
          </span>
        ))}
      </p>
      <p className="mt-3 text-sm text-faint">
        {momentIn(launchTimezone, launchAt)} ({zoneLabel(launchTimezone)})
      </p>
    </section>
  );
}

const IsOpen = () => (
  <section className="architrave mb-8 flex flex-wrap items-center justify-between gap-4 pb-5">
    <p>The doors are open: you need not wait any more.</p>
    <ButtonLink look="primary" to={paths.signUp()}>
      Sign up
    </ButtonLink>
  </section>
);

function useEveryMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minuteMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
