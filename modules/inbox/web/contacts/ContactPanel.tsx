import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { Link } from 'react-router';
import { q } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { lazyBeside } from '../../../../web/kit/beside.ts';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { ClockAt } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { fetchMemories } from '../../../../web/shared.ts';
import { type Contact, getContact } from '../../contract.ts';
import { Part } from '../person/Part.tsx';
import { ContactNotes } from './ContactNotes.tsx';
import { ContactTags } from './ContactTags.tsx';
import type { At } from './deeds.ts';
import { consentLabels, consentStatusLabels, fieldWords, languageLabel } from './words.ts';

const Memories = lazyBeside(fetchMemories);

/** What is known of a person beyond the conversation one is in: beside it, and changed there. */
export default function ContactPanel({ workspaceId, contactId }: At) {
  const at = { workspaceId, contactId };
  const { data: contact, error, refetch } = useQuery(q(getContact, { params: at }));
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!contact) return <Loading label="Loading the contact" lines={3} />;
  if (contact.erasedAt) return <p className="py-4 text-sm text-soft">Nothing is known of them any more.</p>;
  return (
    <>
      <Part title="Tags">
        <ContactTags at={at} contact={contact} />
      </Part>
      <Part title="Contact">
        <Known contact={contact} />
        <Link to={paths.contact(at)} className="mt-2 inline-block text-sm text-accent hover:underline">
          All about {contact.name}
        </Link>
      </Part>
      {contact.consents.length > 0 && (
        <Part title="Consents">
          <ul className="flex flex-col gap-1 text-sm">
            {contact.consents.map(({ id, kind, status }) => (
              <li key={id} className="flex items-center justify-between gap-2">
                {consentLabels[kind]}
                <Badge tone={status === 'granted' ? 'good' : 'warn'}>{consentStatusLabels[status]}</Badge>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title="Remembered by the autopilot">
        <Suspense>
          <Memories contactId={contact.id} mayWrite={contact.mayOrganize} />
        </Suspense>
      </Part>
      <Part title="About them">
        <ContactNotes at={at} mayWrite={contact.mayOrganize} />
      </Part>
    </>
  );
}

function Known({ contact: { language, timezone, fields } }: { contact: Contact }) {
  const facts = [
    ...(language ? [['Language', languageLabel(language)] as const] : []),
    ...(timezone ? [['Their clock', <ClockAt key="clock" zone={timezone} />] as const] : []),
    ...Object.entries(fields).map(([name, value]) => [name, fieldWords(value)] as const),
  ];
  if (facts.length === 0) return <p className="text-sm text-soft">No more than what the platform says.</p>;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-faint">{name}</dt>
          <dd className="text-right break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
