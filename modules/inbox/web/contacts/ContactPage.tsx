import { useQuery } from '@tanstack/react-query';
import Eraser from 'lucide-react/icons/eraser';
import Merge from 'lucide-react/icons/merge';
import Pencil from 'lucide-react/icons/pencil';
import { lazy, Suspense, useState } from 'react';
import { type LoaderFunctionArgs, useParams } from 'react-router';
import { type Action, useActions } from '../../../../web/kit/actions.ts';
import { q, queryClient } from '../../../../web/kit/api.ts';
import { Avatar } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { lazyBeside } from '../../../../web/kit/beside.ts';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Empty, Failed, Loading, ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { fetchMemories } from '../../../../web/shared.ts';
import { type Contact, getContact } from '../../contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { Consents } from './Consents.tsx';
import { ContactComments } from './ContactComments.tsx';
import { Channels, Conversations, ProfileFacts } from './ContactFacts.tsx';
import { ContactNotes } from './ContactNotes.tsx';
import { ContactTags } from './ContactTags.tsx';
import type { At } from './deeds.ts';
import { ExportButton } from './ExportButton.tsx';
import { Merges } from './Merges.tsx';

const ProfileDialog = lazy(() => import('./ProfileDialog.tsx'));
const MergeDialog = lazy(() => import('./MergeDialog.tsx'));
const Memories = lazyBeside(fetchMemories);
const EraseDialog = lazy(() => import('./EraseDialog.tsx'));

const paramsOf = ({ workspaceId, contactId }: Readonly<Record<string, string | undefined>>) =>
  getContact.params.parse({ workspaceId, contactId });

/** Begun, not waited for: the page stands at once, and says that it is loading. */
export function loader({ params }: LoaderFunctionArgs) {
  void queryClient.prefetchQuery(q(getContact, { params: paramsOf(params) }));
  return null;
}

export default function ContactPage() {
  const at = paramsOf(useParams());
  const { data: contact, error, refetch } = useQuery(q(getContact, { params: at }));
  const up = { to: paths.contacts({ workspaceId: at.workspaceId }), label: 'Contacts' };
  if (!contact || error)
    return (
      <Page title="A contact" up={up}>
        {error ? (
          <Failed error={error} again={() => void refetch()} />
        ) : (
          <Loading label="Loading the contact" />
        )}
      </Page>
    );
  if (contact.erasedAt) return <Erased contact={contact} up={up} />;
  if (contact.mergedInto) return <Elsewhere at={at} contact={contact} up={up} />;
  return <OneContact key={contact.id} at={at} contact={contact} up={up} />;
}

interface Shown {
  contact: Contact;
  up: { to: string; label: string };
}

function OneContact({ at, contact, up }: Shown & { at: At }) {
  const [opened, setOpened] = useState<'profile' | 'merge' | 'erase'>();
  const whyNotChange = useWhyNot(contact.mayOrganize, 'inbox.organize', 'change what is known of people');
  const whyNotMerge = useWhyNot(contact.mayMerge, 'inbox.manage', 'make one of two contacts');
  const close = () => setOpened(undefined);
  useActions([
    ...(whyNotChange ? [] : [changing(() => setOpened('profile'))]),
    ...(whyNotMerge ? [] : [merging(() => setOpened('merge'))]),
  ]);
  return (
    <Page
      title={contact.name}
      up={up}
      hint={<Hint contact={contact} />}
      actions={
        <>
          <Button
            icon={Merge}
            onClick={() => setOpened('merge')}
            disabledReason={whyNotMerge}
            reasonShown={false}
          >
            Merge
          </Button>
          <Button
            look="primary"
            icon={Pencil}
            onClick={() => setOpened('profile')}
            disabledReason={whyNotChange}
            reasonShown={false}
          >
            Change
          </Button>
        </>
      }
    >
      {whyNotChange && <ReadOnlyNote>{whyNotChange}</ReadOnlyNote>}
      <Parts at={at} contact={contact} whyNotMerge={whyNotMerge} onErase={() => setOpened('erase')} />
      <Suspense>
        {opened === 'profile' && <ProfileDialog at={at} contact={contact} onClose={close} />}
        {opened === 'merge' && <MergeDialog at={at} contact={contact} onClose={close} />}
        {opened === 'erase' && <EraseDialog at={at} contact={contact} onClose={close} />}
      </Suspense>
    </Page>
  );
}

const group = 'This contact';
const changing = (run: () => void): Action => ({
  ...{ id: 'contact.change', title: 'Change what is known', group, keys: 'e', icon: Pencil, run },
});
const merging = (run: () => void): Action => ({
  ...{ id: 'contact.merge', title: 'Merge with another contact', group, keys: 'm', icon: Merge, run },
});

interface PartsProps {
  at: At;
  contact: Contact;
  whyNotMerge: string | undefined;
  onErase: () => void;
}

function Parts({ at, contact, whyNotMerge, onErase }: PartsProps) {
  const whyNotExport = useWhyNot(contact.mayExport, 'inbox.export', 'save what is known of people');
  const whyNotErase = useWhyNot(contact.mayErase, 'inbox.erase', 'erase people');
  return (
    <>
      <Section title="Profile">
        <div className="mb-4">
          <ContactTags at={at} contact={contact} keys="#" />
        </div>
        <ProfileFacts contact={contact} />
      </Section>
      <Section title="Notes">
        <ContactNotes at={at} mayWrite={contact.mayOrganize} />
      </Section>
      <Remembered contact={contact} />
      <Section title="Conversations" hint="The latest, on all their accounts.">
        <Conversations at={at} contact={contact} />
      </Section>
      <Section title="Comments" hint="What they wrote under posts and of places.">
        <ContactComments at={at} />
      </Section>
      <Section title="Accounts" hint="Who they are on each platform.">
        <Channels contact={contact} />
      </Section>
      <Section title="Consents">
        <Consents at={at} contact={contact} />
      </Section>
      <Section title="One person" hint="Contacts who turned out to be the same.">
        <Merges at={at} name={contact.name} whyNot={whyNotMerge} />
      </Section>
      <Section title="Their data" hint="What they may ask of you. Both are kept in the audit trail.">
        <div className="flex flex-wrap gap-2">
          <ExportButton at={at} whyNot={whyNotExport} />
          <Button
            look="danger"
            icon={Eraser}
            onClick={onErase}
            disabledReason={whyNotErase}
            reasonShown={false}
          >
            Erase contact
          </Button>
        </div>
      </Section>
    </>
  );
}

const Remembered = ({ contact }: { contact: Contact }) => (
  <Section title="Remembered" hint="What the autopilot goes by when it answers them.">
    <Suspense>
      <Memories contactId={contact.id} mayWrite={contact.mayOrganize} />
    </Suspense>
  </Section>
);

function Hint({ contact: { name, username, pictureUrl, heardAt } }: { contact: Contact }) {
  return (
    <span className="flex items-center gap-2">
      <Avatar name={name} src={pictureUrl} size="small" />
      <span className="min-w-0 truncate">
        {username && `@${username} · `}
        {heardAt ? (
          <>
            last heard <Time at={heardAt} />
          </>
        ) : (
          'has never written'
        )}
      </span>
    </span>
  );
}

/** The role's words where it is the role, else the place: the contact itself says that it is not to be done here. */
function useWhyNot(
  may: boolean,
  permission: Parameters<typeof useWhyNotMay>[0],
  what: string,
): string | undefined {
  const whyNot = useWhyNotMay(permission, what);
  if (may) return undefined;
  return whyNot ?? 'They also write to places you do not look after.';
}

const Erased = ({ contact, up }: Shown) => (
  <Page title={contact.name} up={up}>
    <Empty title="Nothing is known of them any more">
      {contact.erasedAt && (
        <>
          They were erased <Time at={contact.erasedAt} />.{' '}
        </>
      )}
      {contact.emptiedAt ? 'What they wrote is gone.' : 'What they wrote is going, which takes some minutes.'}
    </Empty>
  </Page>
);

const Elsewhere = ({ at, contact, up }: Shown & { at: At }) => (
  <Page title={contact.name} up={up}>
    <Empty
      title="This is part of another contact by now"
      actions={
        contact.mergedInto && (
          <ButtonLink look="primary" to={paths.contact({ ...at, contactId: contact.mergedInto })}>
            Go there
          </ButtonLink>
        )
      }
    >
      Somebody found out that the two are one person. There it can be undone as well.
    </Empty>
  </Page>
);
