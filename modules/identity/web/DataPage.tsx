import { q, queryClient, useLoaded } from '../../../web/kit/api.ts';
import { Switch } from '../../../web/kit/Choice.tsx';
import { Page } from '../../../web/kit/Page.tsx';
import { Section } from '../../../web/kit/Section.tsx';
import { editOne, useSend } from '../../../web/kit/send.ts';
import { getMarketing, type Marketing, putMarketing } from '../campaigns/contract.ts';
import { getDeletion, listExports } from '../profile/contract.ts';
import { DeletionSection } from './DeletionSection.tsx';
import { ExportsSection } from './ExportsSection.tsx';
import { Sections } from './Sections.tsx';

export async function loader() {
  await Promise.all([
    queryClient.ensureQueryData(q(listExports)),
    queryClient.ensureQueryData(q(getMarketing)),
    queryClient.ensureQueryData(q(getDeletion)),
  ]);
  return null;
}

export default function DataPage() {
  return (
    <Page title="Your data" hint="What we keep about you is yours: take it along, or take it away.">
      <Sections>
        <ExportsSection />
        <MailSection />
        <DeletionSection />
      </Sections>
    </Page>
  );
}

function MailSection() {
  const marketing = useLoaded(q(getMarketing));
  const choose = useSend(putMarketing, {
    changes: ({ body }) => [editOne(getMarketing, [], (shown) => chosen(shown, body.optedIn))],
    stale: [[getMarketing.path]],
    failureTitle: 'This could not be kept',
  });
  const isBounced = marketing.bouncedAt !== null;
  return (
    <Section title="Mail" hint="What concerns your account and your work is always sent.">
      <Switch
        name="marketing"
        label="News now and then"
        hint={
          isBounced
            ? 'Your mailbox did not take our mail, so none is sent. Ask who looks after this installation.'
            : 'What is new here, a few times a year. Every such mail has a link to end it.'
        }
        value={isOptedIn(marketing)}
        disabled={isBounced}
        onChange={(optedIn) => choose.send({ body: { optedIn } })}
      />
    </Section>
  );
}

const isOptedIn = ({ optedInAt, unsubscribedAt }: Marketing) =>
  optedInAt !== null && (unsubscribedAt === null || unsubscribedAt < optedInAt);

function chosen(shown: Marketing, optedIn: boolean): Marketing {
  const now = new Date();
  return optedIn ? { ...shown, optedInAt: now, unsubscribedAt: null } : { ...shown, unsubscribedAt: now };
}
